package api

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"strings"

	"github.com/readfirst/readfirst/api/access"
	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

// role is what somebody may do.
type role = access.Role

// The roles; each one may also do what those before it may.
const (
	reporter = access.Reporter // say that something is wrong
	editor   = access.Editor   // change one thing at a time
	admin    = access.Admin    // load and undo
)

// identity is who makes a request, as their token says.
type identity access.Identity

// caller is who makes a request, as far as that is known.
type caller struct {
	identity
	known   bool   // by a token
	address string // of the client
}

type callerKey struct{}

func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// may says who makes the request, if they may do what a role may: the one place that lets anybody write. Without a token nobody writes, not
// even from this machine, since any page in a browser there can send requests.
func may(ctx context.Context, needed role) (identity, error) {
	switch who := callerOf(ctx); {
	case !who.known:
		return who.identity, model.Errorf(model.Unauthenticated, "this needs a token of the role %s (readfirst token add NAME --role %s makes one): send Authorization: Bearer <token>", needed, needed)
	case who.Role < needed:
		return who.identity, model.Errorf(model.Forbidden, "this needs the role %s, and the token has %s", needed, who.Role)
	default:
		return who.identity, nil
	}
}

// by is who makes a change: whom the token belongs to, else who they say.
func (who identity) by(said *string) string {
	if said == nil {
		return who.Name
	}
	return cmp.Or(who.Name, graph.OneLine(*said))
}

// identified notes who makes a request, and refuses those with a wrong token, and those without one where reading needs it.
func (s *server) identified(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := caller{address: r.RemoteAddr}
		if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
			who.address = host
		}
		var err error
		if who.identity, who.known, err = s.identify(r.Header.Get("Authorization")); err != nil {
			w.Header().Set("WWW-Authenticate", `Bearer realm="readfirst"`)
			refuse(w, r, http.StatusUnauthorized, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, who)))
	})
}

// identify says whose token an Authorization header has. Nobody's is an error where reading needs a token, a wrong one always.
func (s *server) identify(authorization string) (who identity, known bool, err error) {
	scheme, token, _ := strings.Cut(authorization, " ")
	switch {
	case authorization == "" && !s.Closed:
		return who, false, nil
	case authorization == "":
		return who, false, model.Errorf(model.Unauthenticated, "this server answers those with a token: send Authorization: Bearer <token>")
	case !strings.EqualFold(scheme, "Bearer"):
		return who, false, model.Errorf(model.Unauthenticated, "give the token like this: Authorization: Bearer <token>")
	case s.Token != "" && access.HashOf(token) == s.shared:
		return identity{Role: admin}, true, nil
	}
	found, known := s.Tokens.Who(token)
	if !known {
		return who, false, model.Errorf(model.Unauthenticated, "this server doesn't know the token: it may have been removed")
	}
	return identity(found), true, nil
}
