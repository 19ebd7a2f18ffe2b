package loader

import (
	"net/url"
	"path"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
)

// reference is a link in the text of one document of a load to another one. It
// is no claim, since authors link forth as well as back: it is a sign for
// whoever works out what needs what.
type reference struct {
	from, to graph.ID
	text     string      // what is to be clicked on
	place    graph.Place // of the link
}

// refer finds the references of all documents, as they come in their texts. Links are
// relative to their files, or whole addresses of articles of the load.
func (d *documents) refer() {
	known := targets{articles: map[graph.ID]bool{}, files: map[string]graph.ID{}}
	d.each(func(_ *parsedSource, doc *document) {
		known.articles[doc.id] = doc.id.Kind() == graph.KindArticle
		if doc.page != nil {
			known.files[doc.file.typed] = doc.id
		}
	})
	d.each(func(s *parsedSource, doc *document) {
		if doc.page == nil {
			return
		}
		for _, link := range doc.page.Links {
			if to := known.of(doc.file, link); to != "" && to != doc.id {
				s.references = append(s.references, reference{doc.id, to, link.Text, doc.place(link.Place)})
			}
		}
	})
}

// targets is what links may lead to.
type targets struct {
	articles map[graph.ID]bool
	files    map[string]graph.ID // as typed
}

// of gives the document that a link in a file leads to; "" if it is none of the load's.
func (t targets) of(f *file, link page.Link) graph.ID {
	if slug := graph.AddressSlug(link.Target); slug != "" {
		if id := graph.NewID(graph.KindArticle, slug); t.articles[id] {
			return id
		}
	}
	if f.chapter != nil {
		if to, _ := f.chapter.book.Lead(f.chapter.Chapter, link.Target); to != nil {
			return t.files[join(f.folder(), to.Path)]
		}
		return ""
	}
	u, err := url.Parse(link.Target)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" {
		return ""
	}
	return t.files[join(f.folder(), path.Join(path.Dir(f.path), u.Path))]
}
