package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/api"
	"github.com/readfirst/readfirst/corpus"
	"github.com/readfirst/readfirst/graph"
)

// serving is what `serve` is told.
type serving struct {
	listen          string
	tokenFile       string
	hosts           []string
	insecure        bool
	tlsCert, tlsKey string
	audit           string
}

func (a *app) serve() *cobra.Command {
	var how serving
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Answer questions over GraphQL",
		Long: `serve answers over GraphQL, on this machine alone unless told otherwise, until Ctrl-C.
It follows the store: what other processes load is answered within a second or so.

Who changes the graph needs a token (readfirst token --help): "Authorization: Bearer <token>".
Beyond this machine who reads it needs one, too, unless --insecure opens reading to all.`,
		Example: `  readfirst serve
  readfirst serve --listen 127.0.0.1:9000 --store neo4j://localhost
  readfirst serve --listen :8443 --tls-cert cert.pem --tls-key key.pem --allow-host graph.example.com`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runServer(cmd.Context(), how) },
	}
	flags := cmd.Flags()
	flags.StringVar(&how.listen, "listen", "127.0.0.1:8080", "the `ADDRESS` and port to listen on")
	flags.StringVar(&how.tokenFile, "token-file", "", "the `FILE` of tokens (default "+envTokenFile+", else a file of yours); "+envToken+" is one token more, that of an admin")
	flags.StringSliceVar(&how.hosts, "allow-host", nil, "a further `NAME` that clients call this server by; * for any")
	flags.BoolVar(&how.insecure, "insecure", false, "listen beyond this machine and let anybody read who reaches the port")
	flags.StringVar(&how.tlsCert, "tls-cert", "", "a `FILE` with the certificate chain (PEM): answer over TLS")
	flags.StringVar(&how.tlsKey, "tls-key", "", "the `FILE` with the certificate's key (PEM)")
	flags.StringVar(&how.audit, "audit-log", "", "a `FILE` that gets a JSON line for each change that somebody asks for (default: the log)")
	return cmd
}

func (a *app) runServer(ctx context.Context, how serving) (err error) {
	log := a.logger()
	slog.SetDefault(log) // for what net/http has to say
	options := api.Options{Log: log, Bundled: corpus.Bundled(), Hosts: how.allowed()}
	if err := how.admit(&options); err != nil {
		return err
	}
	listener, err := how.open(ctx, &options)
	if err != nil {
		return err
	}
	defer listener.Close() // again, if the server has got so far
	if options.Audit, err = how.openAudit(); err != nil {
		return err
	}
	from, err := a.openWith(ctx, location.openToStay)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()

	snapshots := api.NewSnapshots(from, log, 0)
	serving, stop := context.WithCancel(ctx)
	defer stop()
	var follower sync.WaitGroup
	var failed error
	follower.Go(func() {
		if failed = a.begin(serving, snapshots, how.address(listener), options.Closed); failed != nil {
			stop()
			return
		}
		snapshots.Follow(serving)
	})
	err = api.Serve(serving, listener, api.New(snapshots, options))
	stop()
	follower.Wait() // before the store is closed
	return errors.Join(failed, err)
}

// begin reads the graph for the first time and says where the server is. A store
// that can't be reached may be reached later; no other trouble passes by itself.
func (a *app) begin(ctx context.Context, snapshots *api.Snapshots, address string, token bool) error {
	err := snapshots.Refresh(ctx)
	if err != nil && !errors.Is(err, graph.ErrUnavailable) {
		return err
	}
	return a.welcome(snapshots.Current(), address, token)
}

func (a *app) logger() *slog.Logger {
	if a.json {
		return slog.New(slog.NewJSONHandler(a.err, nil))
	}
	return slog.New(slog.NewTextHandler(a.err, nil))
}

// servingView is what programs learn at the start.
type servingView struct {
	Address  string          `json:"address"`
	Revision *graph.Revision `json:"revision"` // null: the store can't be reached yet
}

// welcome says where the server is and what to try; the snapshot is nil while
// the store can't be reached.
func (a *app) welcome(s *graph.Snapshot, address string, token bool) error {
	if a.json {
		view := servingView{Address: address}
		if s != nil {
			revision := s.Revision()
			view.Revision = &revision
		}
		if err := printJSON(a.out, view); err != nil {
			return err
		}
		return a.out.Flush()
	}
	if s == nil {
		fmt.Fprintf(a.out, "readfirst listens at %s; its store can't be reached yet, and questions are answered once it can.\n\n", address)
		fmt.Fprintf(a.out, "In a browser: %s/, or %s/readyz for why.\nCtrl-C ends it.\n", address, address)
		return a.out.Flush()
	}
	fmt.Fprintf(a.out, "readfirst answers at %s: %s, %s, revision %d\n\n",
		address, count(len(s.Concepts()), "concept"), count(len(s.Articles()), "article"), s.Revision())
	fmt.Fprintf(a.out, "In a browser: %s/\n", address)
	writeCurl(a.out, address, exampleGoal(s), token)
	fmt.Fprint(a.out, "Ctrl-C ends it.\n")
	return a.out.Flush()
}

// writeCurl shows how to ask the question from a shell.
func writeCurl(w io.Writer, address, goal string, token bool) {
	if goal == "" {
		fmt.Fprint(w, "The graph is empty; what is loaded into its store is answered at once: readfirst load --help\n")
		return
	}
	fmt.Fprint(w, "In a shell:\n  curl -s "+address+"/graphql -H 'Content-Type: application/json'")
	if token {
		fmt.Fprintf(w, ` -H "Authorization: Bearer $%s"`, envToken)
	}
	fmt.Fprintf(w, " -d '{\"query\":\n    \"{ readBefore(target: \\\"%s\\\") { steps { read { name url } covers { name } because { why } } } }\"}'\n", goal)
}

// exampleGoal is something to ask for: Pin, or what comes after the most.
func exampleGoal(s *graph.Snapshot) string {
	if m := s.Lookup("Pin"); m.Subject != nil {
		return m.Subject.Name()
	}
	best, most := "", -1
	for _, c := range s.Concepts() {
		if n := len(c.Needs()); n > most && shellWord(c.Name()) == c.Name() {
			best, most = c.Name(), n
		}
	}
	return best
}
