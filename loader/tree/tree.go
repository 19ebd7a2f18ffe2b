// Package tree reads YAML and TOML into one sort of tree that knows the line
// of every key and value, so that faults can name it.
package tree

// Node is one value with its line in the file.
type Node struct {
	Line   int
	Shape  Shape
	Text   string  // a single value as written, without quotes
	Null   bool    // a single value that is null or left out
	List   []*Node // the items of a list
	Fields []Field // the keys of a table, in the order of the file
}

// Shape tells the sorts of values.
type Shape uint8

// The shapes.
const (
	Scalar Shape = iota
	List
	Table
)

var shapeNames = [...]string{"a single value", "a list", "a table of keys"}

// String names the shape for people.
func (s Shape) String() string { return shapeNames[s] }

// Field is one key of a table and its value.
type Field struct {
	Key   string
	Line  int
	Value *Node
}

// Get finds the value of a key; nil if the table hasn't got it or n is no table.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for i := range n.Fields {
		if n.Fields[i].Key == key {
			return n.Fields[i].Value
		}
	}
	return nil
}

// Table finds a table by the keys on the way to it; nil if there is none.
func (n *Node) Table(path ...string) *Node {
	for _, key := range path {
		n = n.Get(key)
	}
	if n == nil || n.Shape != Table {
		return nil
	}
	return n
}
