package tidy

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/readfirst/readfirst/loader/tree"
)

// YAML brings YAML into order. What says nothing stays as it is, and so does what is no YAML, with its error.
func YAML(data []byte, o *Order) ([]byte, error) {
	// YAML counts more line ends than there are lines.
	if bytes.ContainsAny(data, "\u0085\u2028\u2029") || bytes.Count(data, []byte("\r")) != bytes.Count(data, []byte("\r\n")) {
		return data, ErrStays
	}
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return data, err
	}
	if len(root.Content) == 0 {
		return data, nil
	}
	t := yamlFile{lines(data)}
	t.value(root.Content[0], o, 0, len(t.text))
	return checked(data, t.text, tree.YAML, o)
}

// yamlFile is the lines of a file. What is moved stays within the lines of the
// value that it is in, so inner values are brought in order first, and the lines that
// the parser gave of all others still hold.
type yamlFile struct{ text [][]byte }

// value brings the value in the lines from first to end in order.
func (t yamlFile) value(n *yaml.Node, o *Order, first, end int) {
	flow := n.Style&yaml.FlowStyle != 0
	switch {
	case o == nil:
	case n.Kind == yaml.MappingNode && !flow:
		t.table(n, o, first, end)
	case n.Kind == yaml.SequenceNode && !flow:
		t.list(n, o, first, end)
	case n.Kind == yaml.SequenceNode && o.By != nil && n.Line <= len(t.text):
		t.flow(n, o)
	}
}

func (t yamlFile) table(n *yaml.Node, o *Order, first, end int) {
	keys := make([]string, 0, len(n.Content)/2)
	starts := make([]int, 0, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		keys, starts = append(keys, n.Content[i].Value), append(starts, n.Content[i].Line-1)
	}
	if len(keys) == 0 {
		return
	}
	blocks := cut(t.text, starts, n.Content[0].Column-1, first, end)
	for i, b := range blocks {
		t.value(n.Content[2*i+1], o.under(keys[i]), b.at, b.to)
	}
	if blocks != nil && o.Keys != nil {
		arrange(t.text, blocks, inOrder(keys, func(a, b string) int { return o.rank(a) - o.rank(b) }))
	}
}

func (t yamlFile) list(n *yaml.Node, o *Order, first, end int) {
	column := n.Column - 1
	starts := make([]int, len(n.Content))
	for i, item := range n.Content {
		if starts[i] = t.dash(item.Line-1, column, first); starts[i] < 0 {
			return
		}
	}
	if len(starts) == 0 {
		return
	}
	blocks := cut(t.text, starts, column, first, end)
	for i, b := range blocks {
		t.item(n.Content[i], o.Items, column, b)
	}
	if blocks != nil && o.By != nil {
		arrange(t.text, blocks, inOrder(treesOf(n.Content), func(a, b *tree.Node) int { return compare(o.By(a), o.By(b)) }))
	}
}

// dash finds the line of the dash before an item; -1 if it is in no line of its own.
func (t yamlFile) dash(line, column, first int) int {
	for l := min(line, len(t.text)-1); l >= first; l-- {
		text := t.text[l]
		if len(text) > column && text[column] == '-' && len(bytes.TrimLeft(text[:column], " ")) == 0 {
			return l
		}
	}
	return -1
}

// item brings an item of a list in order. Its first key stands behind the dash;
// whichever is first afterwards shall do so.
func (t yamlFile) item(n *yaml.Node, o *Order, column int, b block) {
	shares := n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle == 0 && n.Line-1 == b.at
	if !shares {
		t.value(n, o, b.at, b.to)
		return
	}
	put := func(sign byte) {
		line := slices.Clone(t.text[b.at])
		if len(line) <= column || line[column] != ' ' && line[column] != '-' {
			return // what has come there has no room for the dash: it will be refused
		}
		line[column] = sign
		t.text[b.at] = line
	}
	put(' ')
	t.value(n, o, b.at, b.to)
	put('-')
}

// flow sorts a list that is written on one line in brackets, if its items are single values.
func (t yamlFile) flow(n *yaml.Node, o *Order) {
	line := t.text[n.Line-1]
	start := byteColumn(line, n.Column-1)
	items, ok := flowItems(line, start)
	if !ok || len(items) != len(n.Content) {
		return
	}
	t.text[n.Line-1] = arrangeItems(line, items, inOrder(treesOf(n.Content), func(a, b *tree.Node) int { return compare(o.By(a), o.By(b)) }))
}

// byteColumn is where the character of a number stands in a line.
func byteColumn(line []byte, column int) int {
	at := 0
	for ; column > 0 && at < len(line); column-- {
		_, size := utf8.DecodeRune(line[at:])
		at += size
	}
	return at
}

// treesOf gives items in the form in which an order looks at them. Aliases are not followed.
func treesOf(nodes []*yaml.Node) []*tree.Node {
	items := make([]*tree.Node, len(nodes))
	for i, n := range nodes {
		items[i] = treeOf(n, 0)
	}
	return items
}

func treeOf(n *yaml.Node, depth int) *tree.Node {
	t := &tree.Node{Line: n.Line, Text: n.Value}
	if depth > 3 { // no order looks deeper
		return t
	}
	switch n.Kind {
	case yaml.SequenceNode:
		t.Shape = tree.List
		for _, item := range n.Content {
			t.List = append(t.List, treeOf(item, depth+1))
		}
	case yaml.MappingNode:
		t.Shape = tree.Table
		for i := 0; i+1 < len(n.Content); i += 2 {
			t.Fields = append(t.Fields, tree.Field{Key: n.Content[i].Value, Line: n.Content[i].Line, Value: treeOf(n.Content[i+1], depth+1)})
		}
	}
	return t
}

// flowItems finds the items of a list in brackets that begins at a byte of a
// line; false if it isn't a list of single values that ends there.
func flowItems(line []byte, start int) (items [][2]int, ok bool) {
	if start >= len(line) || line[start] != '[' {
		return nil, false
	}
	skip := func(at int) int {
		for at < len(line) && (line[at] == ' ' || line[at] == '\t') {
			at++
		}
		return at
	}
	for at := skip(start + 1); at < len(line); at = skip(at) {
		if line[at] == ']' {
			return items, true
		}
		end := scalarEnd(line, at)
		if end <= at {
			return nil, false
		}
		items = append(items, [2]int{at, end})
		switch at = skip(end); {
		case at < len(line) && line[at] == ',':
			at++
		case at >= len(line) || line[at] != ']':
			return nil, false
		}
	}
	return nil, false
}

// scalarEnd is where a single value in a list in brackets ends; -1 if none begins there.
func scalarEnd(line []byte, at int) int {
	quote := line[at]
	if quote != '"' && quote != '\'' {
		end := at
		for end < len(line) && line[end] != ',' && line[end] != ']' {
			if strings.IndexByte("[{}&*!|>\"'%@`#\r\n", line[end]) >= 0 && (end == at || line[end] < ' ') {
				return -1
			}
			end++
		}
		return len(bytes.TrimRight(line[:end], " \t"))
	}
	for end := at + 1; end < len(line); end++ {
		switch {
		case quote == '"' && line[end] == '\\':
			end++
		case line[end] != quote:
		case quote == '\'' && end+1 < len(line) && line[end+1] == '\'':
			end++
		default:
			return end + 1
		}
	}
	return -1
}

// arrangeItems puts the items of a line into another order; what is between them stays.
func arrangeItems(line []byte, items [][2]int, order []int) []byte {
	if slices.IsSorted(order) {
		return line
	}
	var moved []byte
	at := 0
	for place, i := range order {
		moved = append(moved, line[at:items[place][0]]...)
		moved = append(moved, line[items[i][0]:items[i][1]]...)
		at = items[place][1]
	}
	return append(moved, line[at:]...)
}

// Item is the lines of one item of a list, counted from 0, and the comments in it.
type Item struct {
	From, At, To int      // the first comment directly above; the item itself; behind it
	Inside       []string // comments within the item, with their #
}

// Items finds the items of the list that some YAML is; false if it is none, or if they don't stand in lines of their own.
func Items(data []byte) ([]Item, bool) {
	var root yaml.Node
	if yaml.Unmarshal(data, &root) != nil {
		return nil, false
	}
	if len(root.Content) == 0 {
		return nil, true
	}
	list := root.Content[0]
	if list.Kind == yaml.ScalarNode && list.ShortTag() == "!!null" {
		return nil, true
	}
	if list.Kind != yaml.SequenceNode || list.Style&yaml.FlowStyle != 0 {
		return nil, false
	}
	t := yamlFile{lines(data)}
	starts := make([]int, len(list.Content))
	for i, item := range list.Content {
		if starts[i] = t.dash(item.Line-1, list.Column-1, 0); starts[i] < 0 {
			return nil, false
		}
	}
	blocks := cut(t.text, starts, list.Column-1, 0, len(t.text))
	items := make([]Item, len(blocks))
	for i, b := range blocks {
		items[i] = Item{b.from, b.at, b.to, commentsIn(list.Content[i], true)}
	}
	return items, blocks != nil
}

// commentsIn lists the comments in a value; of the outermost not those above it, which aren't inside.
func commentsIn(n *yaml.Node, outermost bool) []string {
	texts := []string{n.HeadComment, n.LineComment, n.FootComment}
	if outermost {
		texts = texts[1:]
	}
	var comments []string
	for _, text := range texts {
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" {
				comments = append(comments, line)
			}
		}
	}
	for _, child := range n.Content {
		comments = append(comments, commentsIn(child, false)...)
	}
	return comments
}
