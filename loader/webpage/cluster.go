package webpage

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/readfirst/readfirst/graph"
)

// A page's entries are told from its other links by their likeness: they stand
// in one sort of place, each in an element of its own. That element is the
// highest around the title's link that holds no other entry's.

// cluster is a number of candidates that are alike.
type cluster struct {
	candidates []candidate
	holders    map[*html.Node]int // the entries' elements, by number of the candidate
	within     map[*html.Node]int // how many entries are within a node
}

// entryNodes are the nodes of one entry, in order: its element, and what follows if that holds the title only.
type entryNodes struct {
	candidate candidate
	nodes     []*html.Node
}

// bestCluster finds the candidates that are the page's entries.
func bestCluster(content *html.Node, candidates []candidate) *cluster {
	groups := map[string]*cluster{}
	var order []string
	for _, c := range candidates {
		g := groups[c.likeness]
		if g == nil {
			g = &cluster{}
			groups[c.likeness] = g
			order = append(order, c.likeness)
		}
		g.candidates = append(g.candidates, c)
	}
	var best *cluster
	weight := 0.0
	for _, likeness := range order {
		g := groups[likeness]
		g.unite()
		g.hold(content)
		if w := g.weight(); w > weight {
			best, weight = g, w
		}
	}
	if best == nil {
		return nil
	}
	for _, likeness := range order {
		if g := groups[likeness]; g != best && best.isJoinedBy(g) {
			best.candidates = append(best.candidates, g.candidates...)
		}
	}
	best.sort(candidates)
	best.unite()
	best.hold(content)
	return best
}

// sort brings the candidates into the page's order.
func (c *cluster) sort(inOrder []candidate) {
	mine := map[*html.Node]bool{}
	for _, one := range c.candidates {
		mine[one.a] = true
	}
	c.candidates = c.candidates[:0:0]
	for _, one := range inOrder {
		if mine[one.a] {
			c.candidates = append(c.candidates, one)
		}
	}
}

func (c candidate) key() string {
	if slug := graph.AddressSlug(c.to.web); slug != "" {
		return slug
	}
	return c.to.path
}

// unite keeps one link of several to one address: the one with the longest text.
func (c *cluster) unite() {
	best := map[string]int{}
	for i, one := range c.candidates {
		if have, ok := best[one.key()]; !ok || len(one.text) > len(c.candidates[have].text) {
			best[one.key()] = i
		}
	}
	var kept []candidate
	for i, one := range c.candidates {
		if best[one.key()] == i {
			kept = append(kept, one)
		}
	}
	c.candidates = kept
}

// hold finds each entry's element. None is higher above its link than most are.
func (c *cluster) hold(content *html.Node) {
	c.within = map[*html.Node]int{}
	for _, one := range c.candidates {
		for n := one.a; n != nil && n != content.Parent; n = n.Parent {
			c.within[n]++
		}
	}
	heights := map[int]int{}
	steps := make([]int, len(c.candidates))
	for i, one := range c.candidates {
		for n := one.a; n.Parent != nil && n.Parent != content && c.within[n.Parent] == 1; n = n.Parent {
			steps[i]++
		}
		heights[steps[i]]++
	}
	usual := 0
	for height, n := range heights {
		if n > heights[usual] || n == heights[usual] && height < usual {
			usual = height
		}
	}
	c.holders = map[*html.Node]int{}
	for i, one := range c.candidates {
		n := one.a
		for range min(steps[i], usual) {
			n = n.Parent
		}
		c.holders[n] = i
	}
}

var besideHeading = regexp.MustCompile(`(?i)^(?:related|recent|popular|more|categories|tags|archives?|links|blogroll|about|follow|elsewhere|you (?:may|might)|recommended|see also|` +
	`further reading|references|sources|footnotes|resources|trending|top posts|subscribe|newsletter|meta|search|on this page|(?:table of )?contents|share|comments|keep reading|read next|what to read|also)\b`)

// weight says how much a cluster looks like the page's entries: more words in titles, surer titles, and
// descriptions or dates beside them weigh more. One entry is no list.
func (c *cluster) weight() float64 {
	if len(c.candidates) < 2 {
		return 0
	}
	const longest = 8
	sum, described := 0.0, 0
	for n, i := range c.holders {
		title := len(strings.Fields(c.candidates[i].text))
		sum += float64(min(title, longest) * c.candidates[i].strength)
		described += b2i(words(n) > title+3)
	}
	sum *= 1 + float64(described)/float64(len(c.candidates))
	if h := c.candidates[0].above; h != nil && level(h) > 1 && besideHeading.MatchString(textOf(h)) {
		sum /= 10
	}
	return sum
}

// isJoinedBy says that another cluster holds more entries of the same list: they stand beside those of
// this one, in elements of one name, or differ by classes only and have the same beside them.
func (c *cluster) isJoinedBy(other *cluster) bool {
	if c.candidates[0].strength != other.candidates[0].strength {
		return false
	}
	type kind struct {
		parent *html.Node
		name   atom.Atom
	}
	kinds := map[kind]bool{}
	for n := range c.holders {
		kinds[kind{n.Parent, n.DataAtom}] = true
	}
	for n := range other.holders {
		if kinds[kind{n.Parent, n.DataAtom}] {
			return true
		}
	}
	its, mine := other.candidates[0].likeness, c.candidates[0].likeness
	return withoutClasses.ReplaceAllString(its, "") == withoutClasses.ReplaceAllString(mine, "") && nearKin(its, mine)
}

var withoutClasses = regexp.MustCompile(`\.[^>]*`)

// nearKin says that two ways differ in few steps only: most of what is around them is the same.
func nearKin(a, b string) bool {
	const most = 1
	differences := 0
	as, bs := strings.Split(a, ">"), strings.Split(b, ">")
	for i := range min(len(as), len(bs)) { // from the end: the beginning may be cut off
		differences += b2i(as[len(as)-1-i] != bs[len(bs)-1-i])
	}
	return differences <= most
}

// entries gives the nodes of each entry, in the page's order.
func (c *cluster) entries() []entryNodes {
	byNumber := make([]*html.Node, len(c.candidates))
	for n, i := range c.holders {
		byNumber[i] = n
	}
	found := make([]entryNodes, len(c.candidates))
	thin := 0
	for i, one := range c.candidates {
		found[i] = entryNodes{one, []*html.Node{byNumber[i]}}
		thin += b2i(words(byNumber[i]) <= len(strings.Fields(one.text))+3)
	}
	following := make([][]*html.Node, len(found))
	most := map[*html.Node]int{} // what follows those that another entry follows
	for i, n := range byNumber {
		next, isLast := c.after(n)
		if following[i] = next; !isLast {
			most[n.Parent] = max(most[n.Parent], len(following[i]))
		}
	}
	for i, n := range byNumber {
		switch {
		case n.DataAtom == atom.Dt:
			for _, next := range following[i] {
				if next.DataAtom == atom.Dd {
					found[i].nodes = append(found[i].nodes, next)
				}
			}
		case 2*thin >= len(found) && n.DataAtom != atom.Tr && n.DataAtom != atom.Td:
			found[i].nodes = append(found[i].nodes, following[i][:min(len(following[i]), most[n.Parent])]...)
		}
	}
	return found
}

// after gives the elements and texts that follow an entry's element up to the next entry's; isLast says that none comes.
func (c *cluster) after(n *html.Node) (following []*html.Node, isLast bool) {
	own := level(n)
	for next := n.NextSibling; next != nil; next = next.NextSibling {
		_, isEntry := c.holders[next]
		switch {
		case isEntry:
			return following, false
		case c.within[next] > 0:
			return following, false
		case next.DataAtom == n.DataAtom && isItemElement(n):
			return following, false
		case level(next) > 0 && (own == 0 || level(next) <= own), next.Type == html.ElementNode && isAside(next):
			return following, true
		case next.Type == html.ElementNode && words(next) > 0, next.Type == html.TextNode && strings.TrimSpace(next.Data) != "":
			following = append(following, next)
		}
	}
	return following, true
}

// isItemElement says that an element is one item of several by its name.
func isItemElement(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Li, atom.Tr, atom.Article, atom.Section, atom.Dt:
		return true
	}
	return false
}
