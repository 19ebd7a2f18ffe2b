package neo4jstore

import (
	"encoding"
	"fmt"

	"github.com/readfirst/readfirst/graph"
)

// cells are the values of one row, taken from left to right. What isn't there
// is the zero value; what is of the wrong type becomes the row's fault.
type cells struct {
	values []any
	next   int
	fault  error
}

func cell[T any](c *cells) T {
	value := c.values[c.next]
	c.next++
	t, ok := value.(T)
	if !ok && value != nil {
		c.wrong(value)
	}
	return t
}

func (c *cells) wrong(value any) {
	if c.fault == nil {
		c.fault = fmt.Errorf("%w: a property is of type %T; was it changed by another tool?", graph.ErrCorrupt, value)
	}
}

func (c *cells) str() string    { return cell[string](c) }
func (c *cells) id() graph.ID   { return graph.ID(cell[string](c)) }
func (c *cells) int() int       { return int(cell[int64](c)) }
func (c *cells) float() float64 { return cell[float64](c) }
func (c *cells) bytes() []byte  { return cell[[]byte](c) }

// word reads an enumeration's upper-case name.
func (c *cells) word(to encoding.TextUnmarshaler) {
	word := c.str()
	if word == "" {
		return
	}
	if err := to.UnmarshalText([]byte(word)); err != nil && c.fault == nil {
		c.fault = fmt.Errorf("%w: %w", graph.ErrCorrupt, err)
	}
}

// textOrNil tells a text that isn't there from an empty one.
func (c *cells) textOrNil() *string {
	if c.values[c.next] == nil {
		c.next++
		return nil
	}
	s := c.str()
	return &s
}

// orNil tells a list that isn't there from an empty one, which it gives as a list without elements.
func orNil[E any](c *cells, read func(*cells) []E) *[]E {
	if c.values[c.next] == nil {
		c.next++
		return nil
	}
	list := read(c)
	if list == nil {
		list = []E{}
	}
	return &list
}

// edited reads the columns of fields that a decision overrides, or saw.
func (c *cells) edited() graph.Edited {
	e := graph.Edited{Name: c.textOrNil(), Aliases: orNil(c, list[string]), Summary: c.textOrNil(), Module: c.textOrNil(),
		External: orNil(c, (*cells).external)}
	if e.External == nil {
		c.next++ // the second of its lists
	}
	var need graph.Need
	if c.values[c.next] != nil {
		e.Need = &need
	}
	c.word(&need)
	e.AnyOf, e.Reason = c.textOrNil(), c.textOrNil()
	return e
}

func list[S ~string](c *cells) []S {
	values := cell[[]any](c)
	if len(values) == 0 {
		return nil
	}
	texts := make([]S, len(values))
	for i, value := range values {
		s, ok := value.(string)
		if !ok {
			c.wrong(value)
		}
		texts[i] = S(s)
	}
	return texts
}

func (c *cells) place() graph.Place { return graph.Place{File: c.str(), Line: c.int()} }

func (c *cells) external() []graph.ExternalID {
	systems, ids := list[string](c), list[string](c)
	if len(systems) == 0 || len(systems) != len(ids) {
		return nil
	}
	external := make([]graph.ExternalID, len(ids))
	for i := range ids {
		external[i] = graph.ExternalID{System: systems[i], ID: ids[i]}
	}
	return external
}

// signals reads the two lists that signals are kept in.
func (c *cells) signals() []graph.Signal {
	names, weights := list[string](c), cell[[]any](c)
	if len(names) == 0 || len(names) != len(weights) {
		return nil
	}
	signals := make([]graph.Signal, len(names))
	for i, weight := range weights {
		w, ok := weight.(float64)
		if !ok {
			c.wrong(weight)
		}
		signals[i] = graph.Signal{Name: names[i], Weight: w}
	}
	return signals
}

// audiences reads the three lists that sourceNode writes.
func (c *cells) audiences() []graph.AudienceClaim {
	names, of, knows := list[string](c), list[string](c), list[graph.ID](c)
	var audiences []graph.AudienceClaim
	number := map[string]int{}
	for i, name := range names {
		number[name] = i
		audiences = append(audiences, graph.AudienceClaim{Name: name})
	}
	for i, name := range of {
		if n, ok := number[name]; ok && i < len(knows) {
			audiences[n].Knows = append(audiences[n].Knows, knows[i])
		}
	}
	return audiences
}

// evidence reads the five parallel lists that evidence is kept in.
func (c *cells) evidence() []graph.Evidence {
	quotes, headings, in, files := list[string](c), list[string](c), list[graph.ID](c), list[string](c)
	lines := cell[[]any](c)
	if len(quotes) == 0 {
		return nil
	}
	evidence := make([]graph.Evidence, len(quotes))
	for i, quote := range quotes {
		evidence[i] = graph.Evidence{Quote: quote, Heading: nth(headings, i), In: nth(in, i), Place: graph.Place{File: nth(files, i)}}
		if i < len(lines) {
			line, ok := lines[i].(int64)
			if !ok {
				c.wrong(lines[i])
			}
			evidence[i].Place.Line = int(line)
		}
	}
	return evidence
}

// nth is the element at i of a list that is left out where all of it is empty.
func nth[E any](list []E, i int) E {
	var zero E
	if i >= len(list) {
		return zero
	}
	return list[i]
}
