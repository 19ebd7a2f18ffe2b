package api

import (
	"cmp"
	"context"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

// role is what somebody may do; each one may also do what those before it may.
type role uint8

// The roles.
const (
	reader   role = iota // ask
	reporter             // say that something is wrong
	editor               // change one thing at a time
	admin                // load and undo
)

func (r role) String() string { return [...]string{"reader", "reporter", "editor", "admin"}[r] }

// identity is who makes a request, as their token says.
type identity struct {
	name string // "": a token that several people share
	role role
}

type identityKey struct{}

// withIdentity notes who makes the request.
func withIdentity(ctx context.Context, who identity) context.Context {
	return context.WithValue(ctx, identityKey{}, who)
}

// may says who makes the request, if they may do what a role may: the one place that lets anybody write. Without a token nobody writes, not
// even from this machine, since any page in a browser there can send requests.
func may(ctx context.Context, needed role) (identity, error) {
	who, known := ctx.Value(identityKey{}).(identity)
	if !known {
		return who, model.Errorf(model.Unauthenticated, "changes need a token: start the server with --token-file, and send Authorization: Bearer <token>")
	}
	if who.role < needed {
		return who, model.Errorf(model.Forbidden, "this needs the role %s, and the token has %s", needed, who.role)
	}
	return who, nil
}

// by is who makes a change: whom the token belongs to, else who they say.
func (who identity) by(said *string) string {
	if said == nil {
		return who.name
	}
	return cmp.Or(who.name, graph.OneLine(*said))
}
