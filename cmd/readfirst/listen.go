package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"

	"github.com/readfirst/readfirst/api"
	"github.com/readfirst/readfirst/api/access"
	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/internal/fresh"
)

// admit says who may ask and write: those with a token of the file, or of the environment.
func (how serving) admit(options *api.Options) error {
	file, err := tokenFile(how.tokenFile)
	if err != nil {
		return err
	}
	options.Token = os.Getenv(envToken)
	options.Tokens, err = access.Open(file, func(err error) {
		options.Log.Error("the tokens stay as they were", "error", err)
	})
	return err
}

// open listens. Beyond this machine it lets nobody read without a token, unless told to, and refuses if there are no tokens.
func (how serving) open(ctx context.Context, options *api.Options) (net.Listener, error) {
	certificate, err := how.certificate(options.Log)
	if err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", how.listen)
	if err != nil {
		return nil, &failure{exit: exitStore, code: model.Unavailable,
			message: fmt.Sprintf("can't listen on %s: %s: choose another address with --listen", how.listen, innermost(err))}
	}
	address, ok := listener.Addr().(*net.TCPAddr)
	beyond := !ok || !address.IP.IsLoopback()
	tokens := options.Token != "" || options.Tokens.Some()
	options.Closed = beyond && !how.insecure
	if options.Closed && !tokens {
		refusal := wrongUse("%s can be reached from other machines: make a token with readfirst token add NAME --role ROLE, or say --insecure to let anybody read", how.listen)
		return nil, errors.Join(refusal, listener.Close())
	}
	if certificate == nil {
		if beyond && tokens {
			options.Log.Warn("tokens travel in the clear unless a proxy before this server encrypts: --tls-cert and --tls-key make it do so itself")
		}
		return listener, nil
	}
	return tls.NewListener(listener, &tls.Config{
		MinVersion: tls.VersionTLS12,
		NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			return certificate.Get(), nil
		},
	}), nil
}

// certificate is read from its files, and again when they change; nil if there are none.
func (how serving) certificate(log *slog.Logger) (*fresh.Value[*tls.Certificate], error) {
	if how.tlsCert == "" && how.tlsKey == "" {
		return nil, nil
	}
	if how.tlsCert == "" || how.tlsKey == "" {
		return nil, wrongUse("TLS needs both files: --tls-cert and --tls-key")
	}
	value, err := fresh.New([]string{how.tlsCert, how.tlsKey}, func() (*tls.Certificate, error) {
		pair, err := tls.LoadX509KeyPair(how.tlsCert, how.tlsKey)
		return &pair, err
	}, func(err error) {
		log.Error("the certificate stays as it was", "error", err)
	})
	if err != nil {
		return nil, &failure{exit: exitStore, code: model.Unavailable, message: "the certificate and its key can't be used: " + oneLine(err.Error())}
	}
	return value, nil
}

// openAudit opens the audit log; nil: it goes with the log. What is written stays when the program ends, so nobody closes it.
func (how serving) openAudit() (*slog.Logger, error) {
	if how.audit == "" {
		return nil, nil
	}
	file, err := os.OpenFile(how.audit, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, &failure{exit: exitStore, code: model.Unavailable, message: fmt.Sprintf("the audit log can't be opened: %s", err)}
	}
	return slog.New(slog.NewJSONHandler(file, nil)), nil
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

// address is what this machine's programs can use.
func (how serving) address(listener net.Listener) string {
	scheme, at := "http://", listener.Addr().String()
	if how.tlsCert != "" {
		scheme = "https://"
	}
	if address, ok := listener.Addr().(*net.TCPAddr); ok && address.IP.IsUnspecified() {
		at = fmt.Sprintf("127.0.0.1:%d", address.Port)
	}
	return scheme + at
}
