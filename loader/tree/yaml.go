package tree

import (
	"bytes"
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/readfirst/readfirst/graph"
)

// Bounds of what YAML may unfold to: aliases can make a small file mean a huge
// tree. Without aliases a byte makes no more than two values.
const (
	leastNodes   = 20_000
	nodesPerByte = 2
	maxDepth     = 100
)

// YAML reads YAML whose first line is the given line of the file; nil if
// it is empty or has faults.
func YAML(data []byte, firstLine int, faults *graph.Faults) *Node {
	// YAML counts more signs as line ends than editors do, and may speak of the line behind the last.
	last := firstLine + bytes.Count(data, []byte{'\n'})
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		line, what := yamlError(err)
		faults.Add(graph.Place{Line: min(firstLine-1+max(line, 1), last)}, "mend the YAML", "the YAML can't be read: %s", what)
		return nil
	}
	if len(root.Content) == 0 {
		return nil
	}
	r := yamlReader{shift: firstLine - 1, last: last, left: max(leastNodes, nodesPerByte*len(data)), faults: faults}
	return r.node(root.Content[0], 0)
}

// yamlError gives the line, counted from 1, and the words of an error; line 0 if unknown.
func yamlError(err error) (int, string) {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		return 0, strings.TrimPrefix(err.Error(), "yaml: ")
	}
	mark := load.Mark
	if load.ContextMark.Line > 0 && strings.Contains(load.Message, "end of stream") {
		mark = load.ContextMark // where the thing begins that has no end
	}
	return mark.Line, strings.TrimSpace(strings.TrimPrefix(load.ContextMsg+": "+load.Message, ": "))
}

type yamlReader struct {
	shift  int // lines before the first
	last   int // line
	left   int // values that it may still unfold to
	over   bool
	faults *graph.Faults
}

func (r *yamlReader) line(y *yaml.Node) int { return min(y.Line+r.shift, r.last) }

func (r *yamlReader) node(y *yaml.Node, depth int) *Node {
	n := &Node{Line: r.line(y)}
	if r.left--; r.left < 0 || depth > maxDepth {
		if !r.over {
			r.over = true
			r.faults.Add(graph.Place{Line: n.Line}, "simplify it", "the YAML is nested too deep or unfolds to too many values")
		}
		return n
	}
	switch y.Kind {
	case yaml.AliasNode:
		aliased := r.node(y.Alias, depth+1)
		aliased.Line = n.Line
		return aliased
	case yaml.SequenceNode:
		n.Shape = List
		for _, item := range y.Content {
			n.List = append(n.List, r.node(item, depth+1))
		}
	case yaml.MappingNode:
		n.Shape = Table
		r.fields(n, y, depth)
	default:
		n.Text, n.Null = y.Value, y.ShortTag() == "!!null"
	}
	return n
}

func (r *yamlReader) fields(n *Node, y *yaml.Node, depth int) {
	there := map[string]bool{}
	for i := 0; i+1 < len(y.Content) && !r.over; i += 2 {
		key, line := y.Content[i], r.line(y.Content[i])
		if key.Kind != yaml.ScalarNode {
			r.faults.Add(graph.Place{Line: line}, "write a word", "a key is no single word")
			continue
		}
		if there[key.Value] {
			r.faults.Add(graph.Place{Line: line}, "keep one of them", "the key %q is there twice", key.Value)
			continue
		}
		there[key.Value] = true
		n.Fields = append(n.Fields, Field{key.Value, line, r.node(y.Content[i+1], depth+1)})
	}
}
