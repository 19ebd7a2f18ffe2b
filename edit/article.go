package edit

import (
	"cmp"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// ArticleFields are what can be said of an article; nil leaves a field as it is, or unsaid.
type ArticleFields struct {
	Title   *string
	URL     *string
	Author  *string
	Date    *string
	Lang    *string
	Summary *string
	Minutes *int    // 0: not stated
	Series  *string // a series' id or name; a new name makes a new series; "": none
	Part    *int    // 0: none
	Text    *Text   // Markdown
	// What it teaches and uses, by name, besides what its text shows.
	Teaches, Uses *[]string
}

// Text is an article's text with what was found in it, as a load finds it.
type Text struct {
	Markdown string
	Words    int
	Mentions []graph.MentionClaim // their Article doesn't matter
}

// CreateArticle adds an article.
type CreateArticle struct {
	ID string // "": made of its address, else of its title
	ArticleFields
}

// How much an article is about what it is said to teach or use, as a load has it.
const (
	salienceTeaches = 1.0
	salienceUses    = 0.6
)

func (w CreateArticle) plan(p *planner) {
	if w.Title == nil || strings.TrimSpace(*w.Title) == "" {
		p.refuse(Invalid, "title", "give the article a title")
		return
	}
	slug := Hand + "/" + graph.Slug(*w.Title)
	if w.URL != nil && *w.URL != "" {
		if slug = graph.AddressSlug(*w.URL); slug == "" {
			p.refuse(Invalid, "url", "%q is no web address: write https://…", *w.URL)
			return
		}
	}
	c := graph.ArticleClaim{ID: p.newID(graph.KindArticle, w.ID, slug)}
	p.on = []graph.ID{c.ID}
	there := p.Snapshot.Subject(c.ID)
	if there == nil && w.URL != nil {
		there = p.Snapshot.Lookup(*w.URL).Subject
	}
	if there != nil {
		p.refuse(Exists, "", "there is the article %s already: change that one", there.ID()).Subjects = []graph.Subject{there}
		return
	}
	p.putArticle(c, w.ArticleFields)
}

// UpdateArticle changes fields of an article.
type UpdateArticle struct {
	Article string
	ArticleFields
	// Old is the text that the store's own source has, if it has one (see [OwnText]): claims are written whole.
	Old *Text
}

// OwnText gives the article whose text has to be read for an [UpdateArticle], and whether that is the text which a [graph.TextReader] gives; nil if no text is needed.
func OwnText(g Graph, name string) (article graph.Subject, readable bool) {
	a, ok := g.Snapshot.Lookup(name).Subject.(graph.Article)
	if !ok {
		return nil, false
	}
	p := &planner{Graph: g}
	p.hand = p.handsClaims()
	claim := claimOf(p.hand.Articles, graph.ClaimKey{Kind: graph.OfArticle, A: a.ID()})
	if claim == nil || claim.Words == 0 {
		return nil, false
	}
	for _, s := range g.State.Voices(graph.Judged{After: a.ID()}) {
		if s.ID == Hand {
			return a, true
		}
		for i := range g.State.Sources {
			if c := claimOf(g.State.Sources[i].Articles, claim.Key()); g.State.Sources[i].Source.ID == s.ID && c != nil && c.Words > 0 {
				return a, false
			}
		}
	}
	return a, false
}

func (w UpdateArticle) plan(p *planner) {
	a, ok := p.findArticle("article", w.Article)
	if !ok {
		return
	}
	p.on = []graph.ID{a.ID()}
	if w.Title != nil && strings.TrimSpace(*w.Title) == "" {
		p.refuse(Invalid, "title", "give the article a title")
		return
	}
	c := graph.ArticleClaim{ID: a.ID(), Title: a.Name()}
	if claim := claimOf(p.hand.Articles, c.Key()); claim != nil {
		c = *claim
		if c.Words > 0 && w.Text == nil {
			if w.Old == nil {
				p.refuse(Claimed, "text", "the text that was given by hand isn't the one that counts: give `text` again")
				return
			}
			c.Text = w.Old.Markdown
		}
	}
	w.Text = cmp.Or(w.Text, w.Old.when(w.Teaches != nil || w.Uses != nil))
	p.putArticle(c, w.ArticleFields)
	p.checks = append(p.checks, func(after *graph.Snapshot) { p.checkHeard(after, a.ID(), w.ArticleFields) })
}

// when gives the text on a condition.
func (t *Text) when(wanted bool) *Text {
	if wanted {
		return t
	}
	return nil
}

// putArticle claims an article with the fields given.
func (p *planner) putArticle(c graph.ArticleClaim, f ArticleFields) {
	line := func(to *string, from *string) {
		if from != nil {
			*to = graph.OneLine(*from)
		}
	}
	line(&c.Title, f.Title)
	line(&c.URL, f.URL)
	line(&c.Author, f.Author)
	line(&c.Date, f.Date)
	line(&c.Lang, f.Lang)
	if f.Summary != nil {
		c.Summary = graph.Lines(*f.Summary)
	}
	if f.Minutes != nil {
		c.Minutes = *f.Minutes
	}
	if f.Series != nil {
		c.Series = p.seriesOf(*f.Series)
		if c.Series == "" {
			c.Part = 0
		}
	}
	if f.Part != nil {
		c.Part = *f.Part
	}
	if f.Text != nil {
		c.Text, c.Words = f.Text.Markdown, f.Text.Words
	}
	p.patch.Put.Articles = append(p.patch.Put.Articles, c)
	if f.Text != nil || f.Teaches != nil || f.Uses != nil {
		p.putMentions(c.ID, f)
	}
}

// seriesOf finds a series by its id or name, or makes it.
func (p *planner) seriesOf(name string) graph.ID {
	name = graph.OneLine(name)
	if name == "" {
		return ""
	}
	for _, s := range p.Snapshot.Series() {
		if isSeries(s, name) {
			return s.ID()
		}
	}
	claim := graph.SeriesClaim{ID: graph.NewID(graph.KindSeries, graph.Slug(name)), Name: name}
	if _, there := p.Snapshot.FindSeries(claim.ID); there {
		p.refuse(Exists, "series", "%s is the id of another series: choose another name", claim.ID)
	}
	p.patch.Put.Series = append(p.patch.Put.Series, claim)
	return claim.ID
}

// putMentions claims what an article does with concepts, in the place of what the store's own source said of it.
func (p *planner) putMentions(article graph.ID, f ArticleFields) {
	mentions := map[graph.ID]graph.MentionClaim{}
	if f.Text != nil {
		for _, m := range f.Text.Mentions {
			m.Article = article
			for i := range m.Evidence {
				m.Evidence[i].In = article
			}
			mentions[m.Concept] = m
		}
	}
	list := func(names *[]string, field string, role graph.Role, salience float64) {
		if names == nil {
			return
		}
		for _, name := range *names {
			if c, ok := p.findConcept(field, name); ok {
				m := mentions[c.ID()]
				m.Article, m.Concept, m.Role, m.Count, m.Salience = article, c.ID(), role, max(m.Count, 1), salience
				mentions[c.ID()] = m
			}
		}
	}
	list(f.Uses, "uses", graph.Uses, salienceUses)
	list(f.Teaches, "teaches", graph.Teaches, salienceTeaches)
	for _, m := range mentions {
		p.patch.Put.Mentions = append(p.patch.Put.Mentions, m)
	}
	slices.SortFunc(p.patch.Put.Mentions, func(a, b graph.MentionClaim) int { return cmp.Compare(a.Concept, b.Concept) })
	for i := range p.hand.Mentions {
		if c := &p.hand.Mentions[i]; c.Article == article && claimOf(p.patch.Put.Mentions, c.Key()) == nil {
			p.patch.Remove = append(p.patch.Remove, c.Key())
		}
	}
}

// checkHeard refuses fields that other sources say otherwise and that are heard before the store's own.
func (p *planner) checkHeard(after *graph.Snapshot, id graph.ID, f ArticleFields) {
	a, ok := after.Subject(id).(graph.Article)
	if !ok {
		return
	}
	heard := func(field string, is bool) {
		if is {
			return
		}
		who := "another source"
		if others := p.others(graph.Judged{After: id}); len(others) > 0 {
			who = nameOf(others[0])
		}
		p.refuse(Claimed, field, "%s says otherwise, and is heard first: change it there", who).Subjects = []graph.Subject{a}
	}
	same := func(wished *string, is string) bool {
		return wished == nil || graph.OneLine(*wished) == graph.OneLine(is)
	}
	heard("title", same(f.Title, a.Name()))
	heard("url", same(f.URL, a.URL()))
	heard("author", same(f.Author, a.Author()))
	heard("date", same(f.Date, a.Date()))
	heard("lang", same(f.Lang, a.Lang()))
	heard("summary", same(f.Summary, a.Summary()))
	heard("minutes", f.Minutes == nil || *f.Minutes == 0 || a.Minutes() == graph.Minutes{Total: *f.Minutes})
	series, ok := a.Series()
	heard("series", f.Series == nil || ok == (*f.Series != "") && (!ok || isSeries(series, *f.Series)))
	heard("part", f.Part == nil || a.Part() == *f.Part)
}

// isSeries says that a series is the one that was wished for.
func isSeries(s graph.Series, wished string) bool {
	return string(s.ID()) == wished || graph.Fold(s.Name()) == graph.Fold(wished)
}

// DeleteArticle takes an article out. One that other sources claim stays: decisions don't judge articles.
type DeleteArticle struct{ Article string }

func (w DeleteArticle) plan(p *planner) {
	a, ok := p.findArticle("article", w.Article)
	if !ok {
		return
	}
	p.on = []graph.ID{a.ID()}
	if others := p.others(graph.Judged{After: a.ID()}); len(others) > 0 {
		p.refuse(Claimed, "", "the source %s has it: take it out there, or unload the source", nameOf(others[0])).Subjects = []graph.Subject{a}
		return
	}
	p.drop(a)
}
