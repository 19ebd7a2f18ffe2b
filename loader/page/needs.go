package page

import "github.com/readfirst/readfirst/loader/tree"

// needs reads requires or recommends: a list of names, of {concept, why} and
// of {any, why}; a single item may stand without the list.
func (r *reader) needs(n *tree.Node, key string) []Need {
	items := []*tree.Node{n}
	if n.Shape == tree.List {
		items = n.List
	} else if n.Null {
		return nil
	}
	var needs []Need
	for _, item := range items {
		var need Need
		if item.Shape == tree.Table {
			need = r.needTable(item, key)
		} else if name := r.name(item, "an item of "+key); name.Given() {
			need = Need{Names: []Text{name}}
		} else if item.Shape == tree.Scalar {
			r.fault(item.Line, "write it or remove the item", "a name in %s is empty", key)
		}
		if need.Line = r.line(item.Line); len(need.Names) > 0 {
			needs = append(needs, need)
		}
	}
	return needs
}

var needKeys = []string{"concept", "article", "any", "why"}

func (r *reader) needTable(item *tree.Node, key string) Need {
	var need Need
	for _, f := range item.Fields {
		switch f.Key {
		case "concept", "article":
			if name := r.name(f.Value, f.Key); name.Given() {
				need.Names = append(need.Names, name)
			}
		case "any":
			need.AnyOf = true
			need.Names = append(need.Names, r.names(f.Value, "any")...)
		case "why":
			need.Why = r.text(f.Value, "why").Value
		default:
			do := "write concept, any or why"
			if nearest := tree.NearestKey(f.Key, needKeys); nearest != "" {
				do = "did you mean " + nearest + "?"
			}
			r.fault(f.Line, do, "an item of %s has no key %q", key, f.Key)
		}
	}
	switch {
	case len(need.Names) == 0:
		r.fault(item.Line, "write `concept: Name` or `any: [Name, Name]`", "an item of %s names nothing", key)
	case !need.AnyOf && len(need.Names) > 1, need.AnyOf && item.Get("concept") != nil:
		r.fault(item.Line, "give each its own item, or use any", "an item of %s names several things", key)
	}
	return need
}
