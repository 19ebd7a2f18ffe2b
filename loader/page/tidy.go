package page

import (
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/tidy"
	"github.com/readfirst/readfirst/loader/tree"
)

// Tidy brings the front matter of a page into our order (see package tidy): our keys as
// docs/formats.md lists them, other keys of the same table behind them; lists of names by name. The body stays as it
// is, and so does a page without keys of ours. Front matter that can't be read is a fault.
func Tidy(data []byte) ([]byte, graph.Faults, error) {
	var faults graph.Faults
	fence, matter, _ := split(data, &faults)
	if fence == "" || len(faults) > 0 {
		return data, faults, nil
	}
	arrange, read := tidy.YAML, tree.YAML
	if fence == "+++" {
		arrange, read = tidy.TOML, tree.TOML
	}
	root := read(matter, 2, &faults)
	if root == nil || len(faults) > 0 {
		return data, faults, nil
	}
	order := orderIn(root)
	if order == nil {
		return data, nil, nil
	}
	tidied, err := arrange(matter, order)
	if err != nil {
		return data, nil, err
	}
	_, start := lineAt(data, 0)
	return slices.Concat(data[:start], tidied, data[start+len(matter):]), nil, nil
}

// orderIn is the order of some front matter; nil if it has no keys of ours.
func orderIn(root *tree.Node) *tidy.Order {
	for _, way := range ownTables {
		own := root.Table(way...)
		if own == nil {
			continue
		}
		order := orderOf(own)
		for _, key := range slices.Backward(way) {
			order = &tidy.Order{Under: map[string]*tidy.Order{key: order}}
		}
		return order
	}
	if root.Get("kind") != nil {
		return orderOf(root)
	}
	return nil
}

// orderOf is the order of a table of our keys, after the kind that it gives.
func orderOf(own *tree.Node) *tidy.Order {
	kind := graph.KindArticle
	if n := own.Get("kind"); n != nil && strings.TrimSpace(n.Text) == "concept" {
		kind = graph.KindConcept
	}
	return Order(kind)
}

// Order is the order of our keys on a page of a kind.
func Order(kind graph.Kind) *tidy.Order {
	names := &tidy.Order{By: nameIn}
	needs := &tidy.Order{By: nameIn, Items: &tidy.Order{Keys: needKeys, Under: map[string]*tidy.Order{"any": names}}}
	return &tidy.Order{Keys: kindKeys[kind], Under: map[string]*tidy.Order{
		"requires": needs, "recommends": needs, "together": names, "teaches": names, "uses": names,
	}}
}

// nameIn is the name that an item of a list is sorted by: of several the first in order.
func nameIn(item *tree.Node) string {
	for _, key := range []string{"concept", "article", "any"} {
		if n := item.Get(key); n != nil {
			return nameIn(n)
		}
	}
	least := graph.Fold(strings.Trim(item.Text, "[] "))
	for i, name := range item.List {
		if folded := nameIn(name); i == 0 || folded < least {
			least = folded
		}
	}
	return least
}
