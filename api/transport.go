package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/readfirst/readfirst/api/model"
)

// GraphQL over HTTP as https://graphql.github.io/graphql-over-http/draft/ has it.
// gqlgen's own transports answer faults under application/json with 422 and "data": null.
const (
	typeJSON    = "application/json"
	typeGraphQL = "application/graphql-response+json"
)

// graphql answers a query by POST or GET.
func (s *server) graphql(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Vary", "Accept")
	defer s.catch(w, r)
	if answerType(r) == "" {
		refuse(w, r, http.StatusNotAcceptable, model.Errorf(model.Invalid, "the answer is %s or %s: accept one of them", typeGraphQL, typeJSON))
		return
	}
	params, status, err := readParams(w, r)
	if err == nil && len(params.Query) > maxQuery {
		status, err = faultStatus(r), model.Errorf(model.Limit, "the query has more than %d bytes: put values into variables", maxQuery)
	}
	if err != nil {
		refuse(w, r, status, err)
		return
	}
	snapshot := s.snapshots.Current()
	if snapshot == nil {
		w.Header().Set("Retry-After", "1")
		refuse(w, r, http.StatusServiceUnavailable, model.Errorf(model.Unavailable, "there is no graph to answer from yet: %v", s.snapshots.Ready()))
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.Timeout)
	defer cancel()
	op, fault := s.engine.prepare(ctx, params)
	if fault != nil {
		write(w, r, faultStatus(r), fault)
		return
	}
	if r.Method == http.MethodGet && op.Operation.Operation != ast.Query {
		w.Header().Set("Allow", http.MethodPost)
		refuse(w, r, http.StatusMethodNotAllowed, model.Errorf(model.Invalid, "GET is for queries: use POST"))
		return
	}
	write(w, r, http.StatusOK, s.engine.run(ctx, snapshot, op))
}

// catch answers when something outside of the resolvers panics, such as a store.
func (s *server) catch(w http.ResponseWriter, r *http.Request) {
	if cause := recover(); cause != nil {
		s.Log.ErrorContext(r.Context(), "a request failed", "error", recovered(r.Context(), cause))
		refuse(w, r, http.StatusInternalServerError, errInternal)
	}
}

// faultStatus is the status of an answer to a request that can't be executed.
// Under application/json clients take anything but 200 for no GraphQL answer.
func faultStatus(r *http.Request) int {
	if answerType(r) == typeGraphQL {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// answerType chooses the media type of the answer: what the client prefers,
// application/json if it has no preference; "" if it accepts neither.
func answerType(r *http.Request) string {
	accepted := strings.Join(r.Header.Values("Accept"), ",")
	if strings.TrimSpace(accepted) == "" {
		return typeJSON
	}
	best, bestQuality := "", 0.0
	for _, part := range strings.Split(accepted, ",") {
		media, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		quality := 1.0
		if q, given := params["q"]; given {
			quality, _ = strconv.ParseFloat(q, 64)
		}
		if media == "*/*" || media == "application/*" {
			media = typeJSON
		}
		if (media == typeJSON || media == typeGraphQL) && quality > bestQuality {
			best, bestQuality = media, quality
		}
	}
	return best
}

// readParams reads the request; the status says what is wrong with it, if anything.
func readParams(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, int, error) {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		return readQuery(r)
	case http.MethodPost:
		return readBody(w, r)
	}
	w.Header().Set("Allow", "GET, HEAD, POST")
	return nil, http.StatusMethodNotAllowed, model.Errorf(model.Invalid, "use POST, or GET for queries")
}

// readQuery reads the parameters of the address.
func readQuery(r *http.Request) (*graphql.RawParams, int, error) {
	values := r.URL.Query()
	body := map[string]json.RawMessage{}
	for _, name := range []string{"query", "operationName"} {
		if values.Has(name) {
			body[name], _ = json.Marshal(values.Get(name))
		}
	}
	for _, name := range []string{"variables", "extensions"} {
		if values.Get(name) != "" {
			body[name] = json.RawMessage(values.Get(name))
		}
	}
	text, err := json.Marshal(body)
	if err != nil {
		return nil, http.StatusBadRequest, model.Errorf(model.Invalid, "`variables` or `extensions` is not JSON")
	}
	return parseParams(text)
}

// readBody reads the body of a POST. Asking for JSON by name is also what keeps forms of
// other sites out: browsers don't send it across sites without asking first, and get no leave.
func readBody(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, int, error) {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := strings.ToLower(params["charset"])
	if err != nil || media != typeJSON || charset != "" && charset != "utf-8" {
		return nil, http.StatusUnsupportedMediaType, model.Errorf(model.Invalid, "send the request as Content-Type: application/json in UTF-8")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, http.StatusRequestEntityTooLarge, model.Errorf(model.Limit, "the request has more than %d bytes", maxBody)
	}
	if err != nil {
		return nil, http.StatusBadRequest, model.Errorf(model.Invalid, "the request broke off")
	}
	return parseParams(body)
}

// parseParams reads the four parameters of a request. What else there is is left alone.
func parseParams(text []byte) (*graphql.RawParams, int, error) {
	var params struct {
		Query         *string        `json:"query"`
		OperationName string         `json:"operationName"`
		Variables     map[string]any `json:"variables"`
		Extensions    map[string]any `json:"extensions"`
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	err := d.Decode(&params)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return nil, http.StatusBadRequest, model.Errorf(model.Invalid, "`%s` can't be a JSON %s", wrong.Field, wrong.Value)
	}
	if err == nil {
		_, err = d.Token()
	}
	if !errors.Is(err, io.EOF) || params.Query == nil {
		return nil, http.StatusBadRequest, model.Errorf(model.Invalid, "the request is not one JSON object with a `query`")
	}
	return &graphql.RawParams{Query: *params.Query, OperationName: params.OperationName,
		Variables: params.Variables, Extensions: params.Extensions}, http.StatusOK, nil
}

// refuse answers with one error.
func refuse(w http.ResponseWriter, r *http.Request, status int, err error) {
	e := clientError(err)
	write(w, r, status, &graphql.Response{Errors: gqlerror.List{{Message: e.Message, Extensions: map[string]any{"code": e.Code}}}})
}

// write writes an answer. A request that wasn't executed has errors and no
// data, not even null. The data is JSON already: json.Encoder would go through it once more.
func write(w http.ResponseWriter, r *http.Request, status int, response *graphql.Response) {
	var body bytes.Buffer
	body.WriteByte('{')
	if len(response.Errors) > 0 {
		errs, err := json.Marshal(response.Errors)
		if err != nil { // can't be: they hold strings and lists of strings
			errs = []byte(`[{"message":"internal error","extensions":{"code":"INTERNAL"}}]`)
		}
		body.WriteString(`"errors":`)
		body.Write(errs)
	}
	if response.Data != nil {
		if body.Len() > 1 {
			body.WriteByte(',')
		}
		body.WriteString(`"data":`)
		body.Write(response.Data)
	}
	body.WriteString("}\n")
	media := answerType(r)
	if media == "" {
		media = typeJSON
	}
	w.Header().Set("Content-Type", media+"; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(status)
	_, _ = body.WriteTo(w) // the client may be gone
}
