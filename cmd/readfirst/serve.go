package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/api"
	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/corpus"
	"github.com/readfirst/readfirst/graph"
)

const envToken = "READFIRST_TOKEN"

// serving is what `serve` is told.
type serving struct {
	listen    string
	tokenFile string
	hosts     []string
	insecure  bool
}

func (a *app) serve() *cobra.Command {
	var how serving
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Answer questions over GraphQL",
		Long: `serve answers over GraphQL, on this machine alone unless told otherwise, until Ctrl-C.
It follows the store: what other processes load is answered within a second or so.
A token, from --token-file or ` + envToken + `, must then come with every question:
"Authorization: Bearer <token>". Beyond this machine serve doesn't go without one.`,
		Example: `  readfirst serve
  readfirst serve --listen 127.0.0.1:9000 --store neo4j://localhost`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runServer(cmd.Context(), how) },
	}
	flags := cmd.Flags()
	flags.StringVar(&how.listen, "listen", "127.0.0.1:8080", "the `ADDRESS` and port to listen on")
	flags.StringVar(&how.tokenFile, "token-file", "", "a `FILE` with the token that every question needs (default "+envToken+")")
	flags.StringSliceVar(&how.hosts, "allow-host", nil, "a further `NAME` that clients call this server by; * for any")
	flags.BoolVar(&how.insecure, "insecure-no-token", false, "listen beyond this machine without a token: whoever reaches the port may ask")
	return cmd
}

// token is what clients must show; "": nothing.
func (how serving) token() (string, error) {
	if how.tokenFile == "" {
		return os.Getenv(envToken), nil
	}
	text, err := os.ReadFile(how.tokenFile)
	if err != nil {
		return "", fmt.Errorf("the token can't be read: %w", err)
	}
	token := strings.TrimSpace(string(text))
	if token == "" {
		return "", wrongUse("the token file %s is empty: write a long random word into it", how.tokenFile)
	}
	return token, nil
}

func (a *app) runServer(ctx context.Context, how serving) (err error) {
	token, err := how.token()
	if err != nil {
		return err
	}
	listener, err := how.open(ctx, token)
	if err != nil {
		return err
	}
	defer listener.Close() // again, if the server has got so far
	from, err := a.openWith(ctx, location.openToStay)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()

	log := a.logger()
	slog.SetDefault(log) // for what net/http has to say
	snapshots := api.NewSnapshots(from, log, 0)
	serving, stop := context.WithCancel(ctx)
	defer stop()
	var follower sync.WaitGroup
	var failed error
	follower.Go(func() {
		if failed = a.begin(serving, snapshots, listener.Addr(), token != ""); failed != nil {
			stop()
			return
		}
		snapshots.Follow(serving)
	})
	err = api.Serve(serving, listener, api.New(snapshots, api.Options{Log: log, Bundled: corpus.Bundled(), Token: token, Hosts: how.allowed()}))
	stop()
	follower.Wait() // before the store is closed
	return errors.Join(failed, err)
}

// begin reads the graph for the first time and says where the server is. A store
// that can't be reached may be reached later; no other trouble passes by itself.
func (a *app) begin(ctx context.Context, snapshots *api.Snapshots, at net.Addr, token bool) error {
	err := snapshots.Refresh(ctx)
	if err != nil && !errors.Is(err, graph.ErrUnavailable) {
		return err
	}
	return a.welcome(snapshots.Current(), at, token)
}

// open listens, and refuses to do so beyond this machine without a token.
func (how serving) open(ctx context.Context, token string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", how.listen)
	if err != nil {
		return nil, &failure{exit: exitStore, code: model.Unavailable,
			message: fmt.Sprintf("can't listen on %s: %s: choose another address with --listen", how.listen, innermost(err))}
	}
	address, ok := listener.Addr().(*net.TCPAddr)
	if ok && address.IP.IsLoopback() || token != "" || how.insecure {
		return listener, nil
	}
	refusal := wrongUse("%s can be reached from other machines: set a token (--token-file or %s), or say --insecure-no-token", how.listen, envToken)
	return nil, errors.Join(refusal, listener.Close())
}

// innermost is the error at the bottom: "address already in use".
func innermost(err error) error {
	for next := err; next != nil; next = errors.Unwrap(next) {
		err = next
	}
	return err
}

// allowed lists the names that clients may call the server by: those it was
// given, and the one it listens on.
func (how serving) allowed() []string {
	host, _, err := net.SplitHostPort(how.listen)
	if ip := net.ParseIP(host); err != nil || host == "" || ip != nil && ip.IsUnspecified() {
		return how.hosts
	}
	return append(how.hosts, host)
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
func (a *app) welcome(s *graph.Snapshot, at net.Addr, token bool) error {
	address := "http://" + reachable(at)
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

// reachable is the address that this machine's programs can use.
func reachable(at net.Addr) string {
	address, ok := at.(*net.TCPAddr)
	if ok && address.IP.IsUnspecified() {
		return fmt.Sprintf("127.0.0.1:%d", address.Port)
	}
	return at.String()
}
