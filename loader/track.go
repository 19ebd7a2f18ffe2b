package loader

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/tree"
)

// An Exercism track is a curated graph: its config.json lists concepts, and
// exercises that teach some of them and ask for others (docs/decisions/0012-readfirst-yaml-and-audiences.md).
// Files of the concepts are in concepts/SLUG.
const (
	trackConfigName = "config.json"
	trackConcepts   = "concepts"
	trackMetaName   = ".meta/config.json"
)

// trackTexts are the texts of a concept, the one to be read first.
var trackTexts = []string{"about.md", "introduction.md"}

// isTrack says that a folder is a track.
func isTrack(folder fs.FS, dir string) bool {
	if info, err := fs.Stat(folder, path.Join(dir, trackConcepts)); err != nil || !info.IsDir() {
		return false
	}
	name := path.Join(dir, trackConfigName)
	if !isFile(folder, name) {
		return false
	}
	f, quiet := fileIn(folder, name, name), new(graph.Faults)
	data, ok := f.read(quiet)
	if !ok {
		return false
	}
	root := tree.JSON(data, quiet)
	if root == nil { // then its loading says what is wrong with it
		return bytes.Contains(data, []byte(`"exercises"`))
	}
	return root.Table("exercises").Get("concept") != nil
}

// trackFiles lists the files of a track that are read.
func trackFiles(dir fs.FS, typed string, faults *graph.Faults) []file {
	files := []file{fileIn(dir, trackConfigName, typed)}
	entries, err := fs.ReadDir(dir, trackConcepts)
	if err != nil {
		faults.Add(graph.Place{File: join(typed, trackConcepts)}, "make it readable, or give the folder another kind", "%s", plainError(err))
	}
	for _, entry := range entries {
		for _, name := range append([]string{trackMetaName}, trackTexts...) {
			if name = path.Join(trackConcepts, entry.Name(), name); isFile(dir, name) {
				files = append(files, fileIn(dir, name, typed))
			}
		}
	}
	return files
}

// trackFile reads one file of a track; they are put together when all are read.
func (f *parsedFile) trackFile(data []byte) {
	if isPage(f.path) {
		f.page(data)
		return
	}
	var found graph.Faults
	f.tree = tree.JSON(data, &found)
	f.atFile(found, &f.faults)
}

// track makes documents of the files of one track.
type track struct {
	*documents
	s         *parsedSource
	config    *file
	namespace string // "exercism-go"
	language  string
	texts     map[string]*document // by path
	concepts  map[string]*document // by slug
	links     map[[2]string]*trackLink
	order     []*trackLink
}

// trackLink is one concept that is asked for by those who teach another.
type trackLink struct {
	after, before string // slugs
	exercises     []string
	line          int // where the first asks for it
}

// track puts the documents of a source that is a track together.
func (d *documents) track(s *parsedSource) {
	root := s.trees[trackConfigName]
	if root == nil {
		return // a fault already
	}
	t := &track{documents: d, s: s, config: &s.files[0], texts: map[string]*document{}, concepts: map[string]*document{}, links: map[[2]string]*trackLink{}}
	for _, doc := range s.documents {
		t.texts[doc.file.path] = doc
	}
	s.documents = nil
	slug := graph.Slug(cmp.Or(t.text(root, "slug"), t.text(root, "language")))
	if slug == "" {
		t.fault(root.Line, "write `\"slug\": NAME`", "the track has no slug")
		return
	}
	t.namespace, t.language = "exercism-"+slug, cmp.Or(t.text(root, "language"), slug)
	for _, item := range t.items(root.Get("concepts"), "concepts") {
		t.concept(item)
	}
	for _, item := range t.items(root.Table("exercises").Get("concept"), "exercises.concept") {
		t.exercise(item)
	}
	for _, link := range t.order {
		t.link(link)
	}
	t.leftOver()
}

func (t *track) fault(line int, do, format string, args ...any) {
	t.faults.Add(graph.Place{File: t.config.typed, Line: line}, do, format, args...)
}

func (t *track) warn(line int, do, format string, args ...any) {
	t.warnings.Add(graph.Place{File: t.config.typed, Line: line}, do, format, args...)
}

// text is the single value of a key; "" if there is none.
func (t *track) text(n *tree.Node, key string) string {
	if value := n.Get(key); value != nil && value.Shape == tree.Scalar {
		return strings.TrimSpace(value.Text)
	}
	return ""
}

// items are those of a list; one that isn't there is empty.
func (t *track) items(n *tree.Node, what string) []*tree.Node {
	if n == nil || n.Null {
		return nil
	}
	if n.Shape != tree.List {
		t.fault(n.Line, "write a list", "%s is %s", what, n.Shape)
	}
	return n.List
}

func (t *track) id(slug string) string { return t.namespace + "/" + slug }

// concept takes over an item of the list of concepts.
func (t *track) concept(item *tree.Node) {
	slug := graph.Slug(t.text(item, "slug"))
	if slug == "" {
		t.fault(item.Line, "write `\"slug\": NAME`", "a concept has no slug")
		return
	}
	p := &page.Page{Kind: graph.KindConcept, Line: item.Line, Module: t.language}
	p.Name = page.Text{Value: cmp.Or(t.text(item, "name"), nameOfSlug(slug)), Line: item.Line}
	if uuid := t.text(item, "uuid"); uuid != "" {
		p.External = []graph.ExternalID{{System: "exercism", ID: uuid}}
	}
	dir := path.Join(trackConcepts, slug)
	if blurb := t.text(t.s.trees[path.Join(dir, trackMetaName)], "blurb"); !isToDo(blurb) {
		p.Summary = page.Text{Value: blurb, Line: 1}
	}
	t.add(slug, p, graph.Import)
	for _, name := range trackTexts {
		if doc := t.texts[path.Join(dir, name)]; doc != nil && !isToDo(doc.page.Body) {
			t.article(slug, p.Name.Value, doc)
			return
		}
	}
}

// add makes a concept of the track.
func (t *track) add(slug string, p *page.Page, origin graph.Origin) {
	p.ID = page.Text{Value: t.id(slug), Line: p.Line}
	doc := &document{name: p.Name.Value, file: t.config, line: p.Line, origin: origin, page: p, namespace: t.namespace}
	if t.concepts[slug] == nil {
		t.concepts[slug] = doc
	}
	t.s.documents = append(t.s.documents, doc)
}

// article makes a concept's text the article that teaches it.
func (t *track) article(slug, name string, doc *document) {
	p := doc.page
	p.Kind, p.ID, p.Name, p.Line = graph.KindArticle, page.Text{Value: t.id(slug), Line: 1}, page.Text{Value: name, Line: 1}, 1
	p.Teaches, p.HasTeaches = []page.Text{{Value: string(graph.NewID(graph.KindConcept, t.id(slug))), Line: 1}}, true
	p.Series = page.Text{Value: "Exercism: " + t.language, Line: 1}
	if t.s.url != "" {
		p.URL = t.s.url + "/" + trackConcepts + "/" + slug
	}
	doc.name, doc.line, doc.origin, doc.namespace = name, 1, graph.Import, t.namespace
	t.s.documents = append(t.s.documents, doc)
}

// exercise notes the links that an exercise makes: all that it teaches needs all that it asks for.
func (t *track) exercise(item *tree.Node) {
	name := cmp.Or(t.text(item, "name"), t.text(item, "slug"))
	if name == "" {
		t.fault(item.Line, "write `\"slug\": NAME`", "an exercise has no slug")
		return
	}
	for _, taught := range t.items(item.Get("concepts"), "concepts of "+name) {
		after := t.named(taught)
		for _, asked := range t.items(item.Get("prerequisites"), "prerequisites of "+name) {
			switch before := t.named(asked); {
			case before == "" || after == "":
			case before == after:
				t.warn(asked.Line, "remove it", "the exercise %q teaches %s and asks for it", name, after)
			default:
				t.note(after, before, name, asked.Line)
			}
		}
	}
}

// named gives the slug of a concept that an exercise names. One that no list has is suggested.
func (t *track) named(n *tree.Node) string {
	slug := ""
	if n.Shape == tree.Scalar {
		slug = graph.Slug(strings.TrimSpace(n.Text))
	}
	if slug == "" {
		t.fault(n.Line, "write the slug of a concept", "a concept has no name")
		return ""
	}
	if t.concepts[slug] == nil {
		do := "put it there, or accept the suggestion"
		if near := graph.NearestNames(slug, t.slugs(), 1); len(near) > 0 {
			do += "; did you mean " + near[0] + "?"
		}
		t.warn(n.Line, do, "the concept %q is in no list of concepts", slug)
		p := &page.Page{Kind: graph.KindConcept, Name: page.Text{Value: nameOfSlug(slug), Line: n.Line}, Line: n.Line, Module: t.language}
		t.add(slug, p, graph.Inferred)
	}
	return slug
}

func (t *track) slugs() []string {
	slugs := make([]string, 0, len(t.concepts))
	for slug, doc := range t.concepts {
		if doc.origin != graph.Inferred {
			slugs = append(slugs, slug)
		}
	}
	return slugs
}

func (t *track) note(after, before, exercise string, line int) {
	link := t.links[[2]string{after, before}]
	if link == nil {
		link = &trackLink{after: after, before: before, line: line}
		t.links[[2]string{after, before}] = link
		t.order = append(t.order, link)
	}
	if !slices.Contains(link.exercises, exercise) {
		link.exercises = append(link.exercises, exercise)
	}
}

// link lets a concept need another, for the reason that exercises give.
func (t *track) link(l *trackLink) {
	after, before := t.concepts[l.after], t.concepts[l.before]
	after.page.Requires = append(after.page.Requires, page.Need{
		Names: []page.Text{{Value: string(graph.NewID(graph.KindConcept, t.id(l.before))), Line: l.line}},
		Why:   fmt.Sprintf("%s %s to those who know %s.", l.teachers(), after.name, before.name), Line: l.line})
}

// teachers names the exercises, the first of them if they are many: "“Leap” teaches".
func (l *trackLink) teachers() string {
	const most = 3
	var names []string
	for i, exercise := range l.exercises {
		if i == most && len(l.exercises) > most+1 {
			names = append(names, fmt.Sprintf("%d more exercises", len(l.exercises)-most))
			break
		}
		names = append(names, "“"+exercise+"”")
	}
	if len(names) == 1 {
		return names[0] + " teaches"
	}
	return allOf(names) + " teach"
}

// leftOver warns of texts on concepts that no list has.
func (t *track) leftOver() {
	for i := range t.s.files {
		f := &t.s.files[i]
		slug := path.Base(path.Dir(f.path))
		if doc := t.texts[f.path]; doc != nil && path.Base(f.path) == trackTexts[0] && t.concepts[graph.Slug(slug)] == nil {
			t.warnings.Add(graph.Place{File: f.typed}, "list it in "+trackConfigName, "the concept %q is in no list of concepts, so its text is left out", slug)
		}
	}
}

// isToDo says that a text is only a note that it is still to be written.
func isToDo(text string) bool {
	line, rest, _ := strings.Cut(strings.TrimSpace(strings.TrimLeft(text, "# \t\r\n")), "\n")
	return line == "" || strings.TrimSpace(rest) == "" && strings.HasPrefix(strings.ToUpper(line), "TODO")
}

// nameOfSlug makes a name of a slug: "Regular Expressions" of "regular-expressions".
func nameOfSlug(slug string) string {
	words := strings.Split(slug, "-")
	for i, word := range words {
		if word != "" {
			first := []rune(word)[0]
			words[i] = strings.ToUpper(string(first)) + word[len(string(first)):]
		}
	}
	return strings.Join(words, " ")
}
