package export

import (
	"encoding/json"
	"io"

	"github.com/readfirst/readfirst/graph"
)

// The shapes of json and jsonl: names are those of the API's types, lists are
// plain arrays and never null, and what is nested gives its id, name and address.

type ref struct {
	ID   graph.ID `json:"id"`
	Name string   `json:"name"`
	URL  *string  `json:"url"`
}

func refOf(s graph.Subject) ref { return ref{s.ID(), s.Name(), orNull(s.URL())} }

func refs[S graph.Subject](subjects []S, keep func(graph.ID) bool) []ref {
	list := []ref{}
	for _, s := range subjects {
		if keep == nil || keep(s.ID()) {
			list = append(list, refOf(s))
		}
	}
	return list
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

type concept struct {
	ref
	Aliases     []string           `json:"aliases"`
	Summary     *string            `json:"summary"`
	Module      *string            `json:"module"`
	Status      graph.Status       `json:"status"`
	ExternalIDs []graph.ExternalID `json:"externalIds"`
	TaughtIn    []ref              `json:"taughtIn"`
}

type seriesRef struct {
	ID   graph.ID `json:"id"`
	Name string   `json:"name"`
}

type article struct {
	ref
	Author   *string       `json:"author"`
	Date     *string       `json:"date"`
	Lang     *string       `json:"lang"`
	Summary  *string       `json:"summary"`
	Series   *seriesRef    `json:"series"`
	Part     *int          `json:"part"`
	Minutes  graph.Minutes `json:"minutes"`
	Readable bool          `json:"readable"`
	Teaches  []ref         `json:"teaches"`
	Uses     []ref         `json:"uses"`
}

type series struct {
	seriesRef
	Articles     []ref `json:"articles"`
	MissingParts []int `json:"missingParts"`
}

type link struct {
	ID         graph.ID     `json:"id"`
	Before     ref          `json:"before"`
	After      ref          `json:"after"`
	Need       graph.Need   `json:"need"`
	AnyOf      *string      `json:"anyOf"`
	Origin     graph.Origin `json:"origin"`
	Status     graph.Status `json:"status"`
	Confidence *float64     `json:"confidence"`
	Why        *string      `json:"why"`
}

type mention struct {
	Article  ref        `json:"article"`
	Concept  ref        `json:"concept"`
	Role     graph.Role `json:"role"`
	Count    int        `json:"count"`
	Salience float64    `json:"salience"`
}

// record is the document of the format json.
type record struct {
	Revision graph.Revision `json:"revision"`
	Concepts []concept      `json:"concepts"`
	Articles []article      `json:"articles"`
	Series   []series       `json:"series"`
	Links    []link         `json:"links"`
	Mentions []mention      `json:"mentions"`
}

func recordOf(s *graph.Snapshot, opt Options) *record {
	kept := func(id graph.ID) bool { return opt.Keep == nil || opt.Keep(id) }
	r := &record{Revision: s.Revision(), Concepts: []concept{}, Articles: []article{}, Series: []series{}, Links: []link{}, Mentions: []mention{}}
	for _, c := range s.Concepts() {
		if kept(c.ID()) {
			r.Concepts = append(r.Concepts, concept{refOf(c), some(c.Aliases()), orNull(c.Summary()), orNull(c.Module()), c.Status(),
				some(c.ExternalIDs()), refs(c.TaughtIn(), opt.Keep)})
		}
	}
	for _, a := range s.Articles() {
		if !kept(a.ID()) {
			continue
		}
		r.Articles = append(r.Articles, articleOf(a, opt))
		for _, m := range a.Mentions() {
			if kept(m.Concept().ID()) {
				r.Mentions = append(r.Mentions, mention{refOf(a), refOf(m.Concept()), m.Role(), m.Count(), m.Salience()})
			}
		}
	}
	for _, x := range s.Series() {
		if articles := refs(x.Articles(), opt.Keep); opt.Keep == nil || len(articles) > 0 {
			r.Series = append(r.Series, series{seriesRef{x.ID(), x.Name()}, articles, some(x.MissingParts())})
		}
	}
	for _, l := range s.Links() {
		if kept(l.Before().ID()) && kept(l.After().ID()) {
			r.Links = append(r.Links, linkOf(l))
		}
	}
	return r
}

func articleOf(a graph.Article, opt Options) article {
	r := article{refOf(a), orNull(a.Author()), orNull(a.Date()), orNull(a.Lang()), orNull(a.Summary()), nil, nil, a.Minutes(), a.Readable(),
		refs(a.Teaches(), opt.Keep), refs(a.Uses(), opt.Keep)}
	if x, ok := a.Series(); ok {
		r.Series = &seriesRef{x.ID(), x.Name()}
	}
	if part := a.Part(); part > 0 {
		r.Part = &part
	}
	return r
}

func linkOf(l graph.Link) link {
	r := link{l.ID(), refOf(l.Before()), refOf(l.After()), l.Need(), orNull(l.AnyOf()), l.Origin(), l.Status(), nil, orNull(l.Why())}
	if confidence, inferred := l.Confidence(); inferred {
		r.Confidence = &confidence
	}
	return r
}

// encoder writes names such as Pin<P> as they are.
func encoder(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

func writeJSON(w io.Writer, s *graph.Snapshot, opt Options) error {
	e := encoder(w)
	e.SetIndent("", "  ")
	return e.Encode(recordOf(s, opt))
}

// line is a thing of the format jsonl with the name of its type.
type line[T any] struct {
	Type string `json:"type"`
	Is   T      `json:"is"`
}

// writeLines writes a line for each thing: first the revision, then concepts, articles, series, links and mentions.
func writeLines(w io.Writer, s *graph.Snapshot, opt Options) error {
	r, e := recordOf(s, opt), encoder(w)
	if err := e.Encode(line[graph.Revision]{"Revision", r.Revision}); err != nil {
		return err
	}
	for _, write := range []func() error{
		func() error { return lines(e, "Concept", r.Concepts) },
		func() error { return lines(e, "Article", r.Articles) },
		func() error { return lines(e, "Series", r.Series) },
		func() error { return lines(e, "Link", r.Links) },
		func() error { return lines(e, "Mention", r.Mentions) },
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

func lines[T any](e *json.Encoder, name string, things []T) error {
	for _, thing := range things {
		if err := e.Encode(line[T]{name, thing}); err != nil {
			return err
		}
	}
	return nil
}
