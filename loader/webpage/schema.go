package webpage

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// thing is one thing of schema.org that a page describes, in JSON-LD or microdata.
type thing struct {
	types []string // without what stands before them: "Article"
	id    string
	props map[string][]value
	line  int
}

// value is a property's value: a text or a thing.
type value struct {
	text  string
	thing *thing
	line  int
}

// Types of things that are read, and of what lists them.
var (
	articleTypes = wordSet(`AdvertiserContentArticle AnalysisNewsArticle APIReference Article AskPublicNewsArticle BackgroundNewsArticle BlogPosting Chapter
		DiscussionForumPosting HowTo LearningResource LiveBlogPosting MedicalScholarlyArticle NewsArticle OpinionNewsArticle Report
		ReportageNewsArticle ReviewNewsArticle SatiricalArticle ScholarlyArticle SocialMediaPosting TechArticle`)
	listingTypes = wordSet("Blog Book BookSeries CollectionPage Course CreativeWorkSeries DataCatalog ItemList LearningPath SearchResultsPage")
	seriesTypes  = wordSet("Book BookSeries Course CourseInstance CreativeWork CreativeWorkSeries EducationalOccupationalProgram HowTo LearningResource Series Syllabus")
)

func (t *thing) is(set map[string]bool) bool {
	return t != nil && slices.ContainsFunc(t.types, func(name string) bool { return set[name] })
}

// text gives the first text among the properties; of a thing its name.
func (t *thing) text(keys ...string) string {
	if t == nil {
		return ""
	}
	for _, key := range keys {
		for _, v := range t.props[key] {
			if name := v.name(); name != "" {
				return name
			}
		}
	}
	return ""
}

// name gives a value as a text: what a thing is called, or else is.
func (v value) name() string {
	if v.thing == nil {
		return squeeze(v.text)
	}
	return v.thing.plain("name", "targetName", "headline", "termCode")
}

// plain gives the first text among the properties that isn't a thing's: things can go round in circles.
func (t *thing) plain(keys ...string) string {
	for _, key := range keys {
		for _, v := range t.props[key] {
			if text := squeeze(v.text); text != "" {
				return text
			}
		}
	}
	return ""
}

// url gives a value as an address.
func (v value) url() string {
	if v.thing == nil {
		return strings.TrimSpace(v.text)
	}
	if u := v.thing.plain("url"); u != "" {
		return u
	}
	return v.thing.id
}

// things gives what there is in a property.
func (t *thing) things(keys ...string) []*thing {
	var found []*thing
	if t == nil {
		return nil
	}
	for _, key := range keys {
		for _, v := range t.props[key] {
			if v.thing != nil {
				found = append(found, v.thing)
			}
		}
	}
	return found
}

func (t *thing) number(key string) int {
	n, err := strconv.Atoi(t.text(key))
	if err != nil || n < 0 || n > maxPart {
		return 0
	}
	return n
}

// maxPart is the highest number that is taken for one of a part.
const maxPart = 9999

// things reads what the page describes: JSON-LD first, then microdata. What
// can't be read is left out; it is no word on anything then.
func (d *document) things() []*thing {
	var found []*thing
	byID := map[string]*thing{}
	for _, data := range d.data {
		decoder := json.NewDecoder(bytes.NewReader([]byte(strings.Trim(data.text, " \t\r\n;"))))
		decoder.UseNumber()
		var parsed any
		if decoder.Decode(&parsed) == nil {
			r := jsonReader{byID: byID, line: data.line}
			r.top(parsed)
			found = append(found, r.found...)
		}
	}
	found = append(found, microdata(d.root)...)
	for _, t := range found {
		join(t, byID, 0)
	}
	return found
}

// jsonReader reads one block of JSON-LD.
type jsonReader struct {
	found []*thing
	byID  map[string]*thing
	line  int
}

const deepest = 16 // things within each other that are looked at

func (r *jsonReader) top(parsed any) {
	switch parsed := parsed.(type) {
	case []any:
		for _, item := range parsed {
			r.top(item)
		}
	case map[string]any:
		if graph, ok := parsed["@graph"]; ok {
			r.top(graph)
		}
		if t := r.thing(parsed, 0); len(t.types) > 0 {
			r.found = append(r.found, t)
		}
	}
}

func (r *jsonReader) thing(parsed map[string]any, depth int) *thing {
	t := &thing{props: map[string][]value{}, line: r.line}
	for _, key := range slices.Sorted(maps.Keys(parsed)) {
		switch its := parsed[key]; key {
		case "@type":
			for _, v := range r.values(its, deepest) {
				t.types = append(t.types, lastPart(v.text))
			}
		case "@id":
			t.id, _ = its.(string)
		case "@graph", "@context":
		default:
			key = lastPart(key)
			t.props[key] = append(t.props[key], r.values(its, depth+1)...)
		}
	}
	slices.Sort(t.types)
	if t.id != "" && len(t.props) > 0 && r.byID[t.id] == nil {
		r.byID[t.id] = t
	}
	return t
}

func (r *jsonReader) values(its any, depth int) []value {
	switch its := its.(type) {
	case string:
		return []value{{text: html.UnescapeString(its), line: r.line}}
	case json.Number:
		return []value{{text: its.String(), line: r.line}}
	case []any:
		var list []value
		for _, item := range its {
			list = append(list, r.values(item, depth)...)
		}
		return list
	case map[string]any:
		if text, ok := its["@value"].(string); ok {
			return []value{{text: text, line: r.line}}
		}
		if list, ok := its["@list"]; ok {
			return r.values(list, depth)
		}
		if depth < deepest {
			return []value{{thing: r.thing(its, depth), line: r.line}}
		}
	}
	return nil
}

// lastPart cuts what stands before a name: "https://schema.org/Article", "schema:Article".
func lastPart(name string) string { return name[strings.LastIndexAny(name, "/:#")+1:] }

// join puts the whole thing where only its @id is written.
func join(t *thing, byID map[string]*thing, depth int) {
	if depth > deepest {
		return
	}
	for _, values := range t.props {
		for i := range values {
			its := values[i].thing
			if its == nil {
				continue
			}
			if whole := byID[its.id]; len(its.props) == 0 && whole != nil && whole != t {
				values[i].thing = whole
				continue
			}
			join(its, byID, depth+1)
		}
	}
}

// microdata reads the itemscopes within a node that are no property of another.
func microdata(n *html.Node) []*thing {
	var found []*thing
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if child.Type == html.ElementNode && has(child, "itemscope") {
			t := newThing(child)
			found = append(append(found, t), t.read(child, 0)...)
		} else {
			found = append(found, microdata(child)...)
		}
	}
	return found
}

func newThing(scope *html.Node) *thing {
	t := &thing{props: map[string][]value{}, id: attr(scope, "itemid"), line: lineOf(scope)}
	for name := range strings.FieldsSeq(attr(scope, "itemtype")) {
		t.types = append(t.types, lastPart(name))
	}
	return t
}

// read collects the properties within an itemscope, and gives the things within that are no properties of it.
func (t *thing) read(scope *html.Node, depth int) []*thing {
	var others []*thing
	for child := scope.FirstChild; child != nil; child = child.NextSibling {
		if child.Type != html.ElementNode {
			continue
		}
		names := strings.Fields(attr(child, "itemprop"))
		v := value{line: lineOf(child)}
		switch {
		case has(child, "itemscope") && depth < deepest:
			v.thing = newThing(child)
			others = append(others, v.thing.read(child, depth+1)...)
			if len(names) == 0 {
				others = append(others, v.thing)
			}
		default:
			if len(names) > 0 {
				v.text = propertyText(child)
			}
			others = append(others, t.read(child, depth)...)
		}
		for _, name := range names {
			t.props[lastPart(name)] = append(t.props[lastPart(name)], v)
		}
	}
	return others
}

// propertyText gives the value of an itemprop, which may stand in an attribute.
func propertyText(n *html.Node) string {
	key := ""
	switch n.DataAtom {
	case atom.Meta:
		key = "content"
	case atom.A, atom.Link, atom.Area:
		key = "href"
	case atom.Time:
		key = "datetime"
	case atom.Data, atom.Meter:
		key = "value"
	}
	for _, key := range []string{key, "content"} {
		if value := attr(n, key); value != "" {
			return value
		}
	}
	return textOf(n)
}
