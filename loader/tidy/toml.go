package tidy

import (
	"bytes"

	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/readfirst/readfirst/loader/tree"
)

// TOML brings TOML into order: the keys of its tables as far as they stand
// under one header, and lists on one line. What is no TOML stays as it is.
func TOML(data []byte, o *Order) ([]byte, error) {
	text := lines(data)
	sections, ok := tomlSections(data)
	if !ok {
		return data, nil
	}
	for i, s := range sections {
		end := len(text)
		if i+1 < len(sections) {
			end = sections[i+1].line
		}
		s.arrange(text, o, end)
	}
	return checked(data, text, tree.TOML, o)
}

// tomlSection is the keys under one header, or before the first.
type tomlSection struct {
	header []string
	item   bool // the header begins an item of a list of tables
	line   int  // of the header
	keys   []string
	starts []int
}

func tomlSections(data []byte) ([]*tomlSection, bool) {
	sections := []*tomlSection{{line: -1}}
	var parser unstable.Parser
	parser.Reset(data)
	for parser.NextExpression() {
		expression := parser.Expression()
		parts, at := tomlKey(expression)
		if len(parts) == 0 {
			continue
		}
		line := bytes.Count(data[:at], []byte{'\n'})
		last := sections[len(sections)-1]
		if expression.Kind == unstable.KeyValue {
			last.keys, last.starts = append(last.keys, parts[0]), append(last.starts, line)
		} else {
			sections = append(sections, &tomlSection{header: parts, item: expression.Kind == unstable.ArrayTable, line: line})
		}
	}
	return sections, parser.Error() == nil
}

// tomlKey gives the parts of a key or header, and where it stands.
func tomlKey(expression *unstable.Node) (parts []string, at int) {
	switch expression.Kind {
	case unstable.Table, unstable.ArrayTable, unstable.KeyValue:
	default:
		return nil, 0
	}
	for key := expression.Key(); key.Next(); {
		if parts == nil {
			at = int(key.Node().Raw.Offset)
		}
		parts = append(parts, string(key.Node().Data))
	}
	return parts, at
}

// arrange brings the section, which ends before a line, in order.
func (s *tomlSection) arrange(text [][]byte, o *Order, end int) {
	for _, part := range s.header {
		o = o.under(part)
	}
	if s.item && o != nil {
		o = o.Items
	}
	if o == nil || len(s.keys) == 0 {
		return
	}
	// Comments directly above the next header speak of that one.
	for end < len(text) && end > s.starts[len(s.starts)-1]+1 && isComment(text[end-1], len(text[end-1])) {
		end--
	}
	blocks := cut(text, s.starts, 0, s.line+1, end)
	for i, b := range blocks {
		if under := o.under(s.keys[i]); under != nil && under.By != nil {
			text[b.at] = sortedTOMLList(text[b.at], under)
		}
	}
	if blocks != nil && o.Keys != nil {
		arrange(text, blocks, inOrder(s.keys, func(a, b string) int { return o.rank(a) - o.rank(b) }))
	}
}

// sortedTOMLList sorts the list of a line `key = ["a", 'b']`.
func sortedTOMLList(line []byte, o *Order) []byte {
	start := bytes.IndexByte(line, '[')
	if start < 0 || !bytes.HasSuffix(bytes.TrimRight(line[:start], " \t"), []byte("=")) {
		return line
	}
	items, ok := flowItems(line, start)
	if !ok {
		return line
	}
	nodes := make([]*tree.Node, len(items))
	for i, item := range items {
		nodes[i] = &tree.Node{Text: string(bytes.Trim(line[item[0]:item[1]], `"'`))}
	}
	return arrangeItems(line, items, inOrder(nodes, func(a, b *tree.Node) int { return compare(o.By(a), o.By(b)) }))
}
