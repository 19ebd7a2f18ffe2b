package tree

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/readfirst/readfirst/graph"
)

// JSON reads a JSON document; nil if it has faults.
func JSON(data []byte, faults *graph.Faults) *Node {
	if err := json.Unmarshal(data, new(json.RawMessage)); err != nil {
		at := len(data)
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			at = max(0, min(int(syntax.Offset), at)-1) // the offset is behind what is wrong
		}
		faults.Add(graph.Place{Line: 1 + bytes.Count(data[:at], []byte{'\n'})}, "mend the JSON", "the JSON can't be read: %s", err)
		return nil
	}
	r := jsonReader{data: data, decoder: json.NewDecoder(bytes.NewReader(data)), faults: faults}
	r.decoder.UseNumber()
	before := len(*faults)
	if root := r.node(0); len(*faults) == before {
		return root
	}
	return nil
}

// jsonReader reads what is known to be JSON.
type jsonReader struct {
	data    []byte
	decoder *json.Decoder
	seen    int // the lines are counted up to here
	lines   int // before seen
	deep    bool
	faults  *graph.Faults
}

// token gives the next token and its line. No token goes over several lines.
func (r *jsonReader) token() (json.Token, int) {
	token, _ := r.decoder.Token() // it is JSON
	to := int(r.decoder.InputOffset())
	r.lines += bytes.Count(r.data[r.seen:to], []byte{'\n'})
	r.seen = to
	return token, 1 + r.lines
}

func (r *jsonReader) fault(line int, do, what string, args ...any) {
	r.faults.Add(graph.Place{Line: line}, do, what, args...)
}

func (r *jsonReader) node(depth int) *Node {
	token, line := r.token()
	n := &Node{Line: line}
	switch token := token.(type) {
	case nil:
		n.Null = true
	case bool:
		n.Text = "false"
		if token {
			n.Text = "true"
		}
	case json.Number:
		n.Text = token.String()
	case string:
		n.Text = token
	case json.Delim:
		if depth == maxDepth {
			r.fault(line, "simplify it", "the JSON is nested too deep")
			r.deep = true
			return n
		}
		if token == '[' {
			r.list(n, depth)
		} else {
			r.table(n, depth)
		}
	}
	return n
}

func (r *jsonReader) list(n *Node, depth int) {
	n.Shape = List
	for !r.deep && r.decoder.More() {
		n.List = append(n.List, r.node(depth+1))
	}
	r.token()
}

func (r *jsonReader) table(n *Node, depth int) {
	n.Shape = Table
	there := map[string]bool{}
	for !r.deep && r.decoder.More() {
		token, line := r.token()
		key, _ := token.(string) // JSON has no other keys
		if there[key] {
			r.fault(line, "keep one of them", "the key %q is there twice", key)
		}
		there[key] = true
		n.Fields = append(n.Fields, Field{key, line, r.node(depth + 1)})
	}
	r.token()
}
