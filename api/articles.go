package api

import (
	"context"

	"github.com/readfirst/readfirst/api/gen"
	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/edit"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader"
)

func (mutationResolver) CreateArticle(ctx context.Context, input gen.CreateArticleInput, change *gen.ChangeOptions) (model.ArticlePayload, error) {
	fields := edit.ArticleFields{Title: &input.Title, URL: input.URL, Author: input.Author, Date: input.Date, Lang: input.Lang, Summary: input.Summary,
		Minutes: input.Minutes, Series: input.Series, Part: input.Part, Teaches: list(input.Teaches), Uses: list(input.Uses)}
	p, err := mutate(ctx, editor, change, func(who edit.Who) edit.Planner {
		return func(_ context.Context, g edit.Graph) (*edit.Plan, []edit.Refusal, error) {
			w := edit.CreateArticle{ID: text(input.ID), ArticleFields: fields}
			w.Text = readText(ctx, g, input.Text)
			plan, refusals := edit.Make(g, w, who)
			return plan, refusals, nil
		}
	})
	return model.ArticlePayload{Payload: p}, err
}

func (mutationResolver) UpdateArticle(ctx context.Context, input gen.UpdateArticleInput, change *gen.ChangeOptions) (model.ArticlePayload, error) {
	fields := edit.ArticleFields{Title: input.Title, URL: input.URL, Author: input.Author, Date: input.Date, Lang: input.Lang, Summary: input.Summary,
		Minutes: input.Minutes, Series: input.Series, Part: input.Part, Teaches: list(input.Teaches), Uses: list(input.Uses)}
	p, err := mutate(ctx, editor, change, func(who edit.Who) edit.Planner {
		return func(storeCtx context.Context, g edit.Graph) (*edit.Plan, []edit.Refusal, error) {
			w := edit.UpdateArticle{Article: input.Article, ArticleFields: fields}
			w.Text = readText(ctx, g, input.Text)
			if a, readable := edit.OwnText(g, input.Article); readable && w.Text == nil {
				texts, err := requestOf(ctx).engine.readTexts(storeCtx, []graph.ID{a.ID()})
				if err != nil {
					return nil, nil, err
				}
				w.Old = readText(ctx, g, &texts[0])
			}
			plan, refusals := edit.Make(g, w, who)
			return plan, refusals, nil
		}
	})
	return model.ArticlePayload{Payload: p}, err
}

func (mutationResolver) DeleteArticle(ctx context.Context, input gen.ArticleInput, change *gen.ChangeOptions) (model.ArticlePayload, error) {
	p, err := wish(ctx, change, edit.DeleteArticle{Article: input.Article})
	return model.ArticlePayload{Payload: p}, err
}

// readText finds in an article's text what a load would find; nil if none is given.
func readText(ctx context.Context, g edit.Graph, text *string) *edit.Text {
	if text == nil {
		return nil
	}
	markdown := graph.Lines(*text)
	its := &edit.Text{Markdown: markdown, Words: loader.CountWords(markdown)}
	for _, m := range requestOf(ctx).finders.of(g.Snapshot).Find(markdown, loader.Markdown) {
		claim := graph.MentionClaim{Concept: m.Concept.ID(), Role: m.Role, Count: m.Count, Salience: m.Salience}
		const mostQuotes = 3 // as a load has it
		for _, p := range m.Places[:min(mostQuotes, len(m.Places))] {
			claim.Evidence = append(claim.Evidence, graph.Evidence{Quote: p.Quote, Heading: p.Heading, Place: graph.Place{Line: p.Line}})
		}
		its.Mentions = append(its.Mentions, claim)
	}
	return its
}
