package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

func (a *app) articles() *cobra.Command {
	var series string
	cmd := &cobra.Command{
		Use:   "articles [NAME]",
		Short: "List the articles, or read one",
		Long: `articles lists the articles of the graph; with a name it shows that one as Markdown: its text
if the store has it, else what is known of it. A name is a title, id or address.`,
		Example: `  readfirst articles
  readfirst articles --series "Rust internals"
  readfirst articles who-owns-a-value | less`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeNames(graph.KindArticle),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := atMostOne(cmd, args, "series"); err != nil {
				return err
			}
			return a.ask(cmd.Context(), func(s *graph.Snapshot, from store) error {
				if len(args) == 1 {
					return a.showArticle(cmd.Context(), s, from, args[0])
				}
				articles, err := a.articlesIn(s, series)
				if err != nil {
					return err
				}
				return a.listArticles(articles)
			})
		},
	}
	cmd.Flags().StringVar(&series, "series", "", "only those of this `SERIES`: its name or id")
	return cmd
}

// articlesIn lists the articles of a series in reading order; of the whole graph if it is "".
func (a *app) articlesIn(s *graph.Snapshot, series string) ([]graph.Article, error) {
	if series == "" {
		return s.Articles(), nil
	}
	all := s.Series()
	for _, r := range all {
		if string(r.ID()) == series || graph.Fold(r.Name()) == graph.Fold(series) {
			return r.Articles(), nil
		}
	}
	f := &failure{exit: exitUse, code: model.NotFound, message: fmt.Sprintf("there is no series %q", series)}
	if len(all) > 0 {
		f.message += ": there are " + nameList(all, " and ", graph.Series.Name)
	}
	return nil, f
}

// seriesRef is a nested series; it has no address.
type seriesRef struct {
	ID   graph.ID `json:"id"`
	Name string   `json:"name"`
}

// articleItem is an article in a list; articleView one that is shown by itself.
type articleItem struct {
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
}

type articleView struct {
	articleItem
	Uses     []ref         `json:"uses"`
	Text     *string       `json:"text"`
	Needs    []linkView    `json:"needs"`
	NeededBy []linkView    `json:"neededBy"`
	Mentions []mentionView `json:"mentions"`
}

func articleItemOf(article graph.Article) articleItem {
	item := articleItem{ref: refOf(article), Author: orNull(article.Author()), Date: orNull(article.Date()), Lang: orNull(article.Lang()),
		Summary: orNull(article.Summary()), Minutes: article.Minutes(), Readable: article.Readable(), Teaches: refs(article.Teaches())}
	if series, ok := article.Series(); ok {
		item.Series = &seriesRef{series.ID(), series.Name()}
	}
	if part := article.Part(); part > 0 {
		item.Part = &part
	}
	return item
}

func (a *app) listArticles(articles []graph.Article) error {
	if a.json {
		items := make([]articleItem, len(articles))
		for i, article := range articles {
			items[i] = articleItemOf(article)
		}
		return printJSON(a.out, items)
	}
	t := table{}
	for _, article := range articles {
		t.add(article.Name(), duration(article.Minutes()), a.where(article))
	}
	s := a.sheet()
	t.write(s)
	s.line(s.faint.Render(count(len(articles), "article")))
	return nil
}

func (a *app) showArticle(ctx context.Context, s *graph.Snapshot, from store, name string) error {
	article, err := a.findArticle(s, name)
	if err != nil {
		return err
	}
	texts, err := from.Texts(ctx, []graph.ID{article.ID()})
	if err != nil {
		return err
	}
	if !a.json {
		a.writeArticle(article, texts[0])
		return nil
	}
	q, err := quotesOf(ctx, s, from, slices.Concat(article.Needs(), article.NeededBy()), article.Mentions())
	if err != nil {
		return err
	}
	return printJSON(a.out, articleView{articleItem: articleItemOf(article), Uses: refs(article.Uses()), Text: orNull(texts[0]),
		Needs: q.links(article.Needs()), NeededBy: q.links(article.NeededBy()), Mentions: q.mentions(article.Mentions())})
}

// writeArticle writes an article as Markdown: it may be piped into any reader of that.
func (a *app) writeArticle(article graph.Article, text string) {
	s := a.sheet()
	s.line("# ", clean(article.Name()))
	s.line()
	for _, fact := range articleFacts(article) {
		s.line("- ", clean(fact))
	}
	s.line()
	if text != "" {
		s.line(strings.Trim(clean(withoutTitle(text, article.Name())), "\n"))
		return
	}
	if article.Summary() != "" {
		s.paragraphs(article.Summary())
		s.line()
	}
	s.line("Its text is not in this store: ", a.where(article))
}

// withoutTitle leaves out the heading that is the title again.
func withoutTitle(text, title string) string {
	first, rest, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	if heading, ok := strings.CutPrefix(first, "# "); ok && graph.Fold(strings.TrimSpace(heading)) == graph.Fold(title) {
		return rest
	}
	return text
}

// articleFacts is what is known of an article, a sentence each.
func articleFacts(article graph.Article) []string {
	facts := []string{duration(article.Minutes())}
	add := func(head, text string) {
		if text != "" {
			facts = append(facts, head+text)
		}
	}
	if series, ok := article.Series(); ok {
		facts[0] += " · " + series.Name()
		if article.Part() > 0 {
			facts[0] += fmt.Sprintf(", part %d", article.Part())
		}
	}
	add("by ", strings.Join(filled(article.Author(), article.Date()), ", "))
	add("", article.URL())
	add("teaches ", named(article.Teaches()))
	add("takes for known ", named(article.Uses()))
	return facts
}

// filled leaves out the texts that are empty.
func filled(texts ...string) []string {
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}
