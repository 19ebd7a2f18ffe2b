package api

import (
	"context"

	"github.com/readfirst/readfirst/api/gen"
	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

// The resolvers. Most fields need none: they are methods of graph's handles.
type (
	root                struct{}
	queryResolver       struct{}
	conceptResolver     struct{}
	articleResolver     struct{}
	linkResolver        struct{}
	mentionResolver     struct{}
	subjectEdgeResolver struct{}
	changeResolver      struct{}
	editResolver        struct{}
	textMentionResolver struct{}
	mutationResolver    struct{}
)

func (root) Query() gen.QueryResolver             { return queryResolver{} }
func (root) Mutation() gen.MutationResolver       { return mutationResolver{} }
func (root) Concept() gen.ConceptResolver         { return conceptResolver{} }
func (root) Article() gen.ArticleResolver         { return articleResolver{} }
func (root) Link() gen.LinkResolver               { return linkResolver{} }
func (root) Mention() gen.MentionResolver         { return mentionResolver{} }
func (root) SubjectEdge() gen.SubjectEdgeResolver { return subjectEdgeResolver{} }
func (root) Change() gen.ChangeResolver           { return changeResolver{} }
func (root) Edit() gen.EditResolver               { return editResolver{} }
func (root) TextMention() gen.TextMentionResolver { return textMentionResolver{} }

func (queryResolver) ReadBefore(ctx context.Context, target []string, options *gen.ReadOptions) (model.ReadingList, error) {
	goals, err := targets(ctx, target)
	if err != nil {
		return model.ReadingList{}, err
	}
	return readBefore(ctx, goals, options)
}

func readBefore(ctx context.Context, goals []graph.Subject, options *gen.ReadOptions) (model.ReadingList, error) {
	opt, unresolved, err := readOptions(ctx, options)
	if err != nil {
		return model.ReadingList{}, err
	}
	return model.ReadingList{ReadingList: snapshotOf(ctx).ReadBefore(goals, opt), Unresolved: unresolved}, nil
}

func (queryResolver) Lookup(ctx context.Context, names []string) ([]model.Match, error) {
	return lookupAll(ctx, "names", names)
}

func (queryResolver) Search(ctx context.Context, text string, texts bool, first int, after *string) (model.SubjectConnection, error) {
	return search(ctx, text, texts, first, after)
}

func (queryResolver) Concept(ctx context.Context, name string) (*graph.Concept, error) {
	return findOne[graph.Concept](ctx, name)
}

func (queryResolver) Article(ctx context.Context, name string) (*graph.Article, error) {
	return findOne[graph.Article](ctx, name)
}

func (queryResolver) Node(ctx context.Context, id graph.ID) (model.Node, error) {
	return node(ctx, id)
}

func (queryResolver) Nodes(ctx context.Context, ids []graph.ID) ([]model.Node, error) {
	if err := checkList("ids", len(ids)); err != nil {
		return nil, err
	}
	nodes := make([]model.Node, len(ids))
	for i, id := range ids {
		var err error
		if nodes[i], err = node(ctx, id); err != nil {
			return nil, err
		}
	}
	return nodes, nil
}

func (queryResolver) Concepts(ctx context.Context, module *string, untaught *bool, status *graph.Status, first int, after *string) (model.ConceptConnection, error) {
	wanted := func(c graph.Concept) bool {
		return (module == nil || c.Module() == *module) &&
			(status == nil || c.Status() == *status) &&
			(untaught == nil || c.Untaught() == *untaught)
	}
	return pageByID(filter(snapshotOf(ctx).Concepts(), wanted), first, after, graph.Concept.ID)
}

func (queryResolver) Articles(ctx context.Context, source, series *string, first int, after *string) (model.ArticleConnection, error) {
	articles := snapshotOf(ctx).Articles()
	if source != nil {
		if !snapshotOf(ctx).HasSource(*source) {
			return model.ArticleConnection{}, model.Errorf(model.NotFound, "there is no source %q: `stats` lists them", *source)
		}
		articles = filter(articles, func(a graph.Article) bool { return a.IsIn(*source) })
	}
	if series != nil {
		wanted, err := findSeries(snapshotOf(ctx), *series)
		if err != nil {
			return model.ArticleConnection{}, err
		}
		articles = filter(articles, func(a graph.Article) bool {
			s, ok := a.Series()
			return ok && s == wanted
		})
	}
	return pageByID(articles, first, after, graph.Article.ID)
}

func (queryResolver) Series(ctx context.Context) ([]graph.Series, error) {
	return snapshotOf(ctx).Series(), nil
}

func (queryResolver) Audiences(ctx context.Context) ([]graph.Audience, error) {
	return snapshotOf(ctx).Audiences(), nil
}

func (queryResolver) Stats(ctx context.Context) (graph.Stats, error) {
	return snapshotOf(ctx).Stats(), nil
}

func (queryResolver) Revision(ctx context.Context) (int, error) {
	return int(snapshotOf(ctx).Revision()), nil
}

func (conceptResolver) TaughtIn(_ context.Context, c *graph.Concept, first int) ([]graph.Article, error) {
	if err := checkFirst(first); err != nil {
		return nil, err
	}
	all := c.TaughtIn()
	return all[:min(first, len(all))], nil
}

func (conceptResolver) Mentions(_ context.Context, c *graph.Concept, role *graph.Role, first int, after *string) (model.MentionConnection, error) {
	return pageByID(withRole(c.Mentions(), role), first, after, func(m graph.Mention) graph.ID { return m.Article().ID() })
}

func (articleResolver) Mentions(_ context.Context, a *graph.Article, role *graph.Role, first int, after *string) (model.MentionConnection, error) {
	return pageByID(withRole(a.Mentions(), role), first, after, func(m graph.Mention) graph.ID { return m.Concept().ID() })
}

func withRole(mentions []graph.Mention, role *graph.Role) []graph.Mention {
	if role == nil {
		return mentions
	}
	return filter(mentions, func(m graph.Mention) bool { return m.Role() == *role })
}

func (conceptResolver) Together(ctx context.Context, c *graph.Concept) ([]graph.Concept, error) {
	var together []graph.Concept
	for _, id := range c.Together() {
		if other, ok := snapshotOf(ctx).Subject(id).(graph.Concept); ok {
			together = append(together, other)
		}
	}
	return together, nil
}

func (conceptResolver) Needs(ctx context.Context, c *graph.Concept, depth gen.Depth) ([]graph.Link, error) {
	return needs(ctx, *c, depth), nil
}

func (conceptResolver) NeededBy(ctx context.Context, c *graph.Concept, depth gen.Depth) ([]graph.Link, error) {
	return neededBy(ctx, *c, depth), nil
}

func (articleResolver) Needs(ctx context.Context, a *graph.Article, depth gen.Depth) ([]graph.Link, error) {
	return needs(ctx, *a, depth), nil
}

func (articleResolver) NeededBy(ctx context.Context, a *graph.Article, depth gen.Depth) ([]graph.Link, error) {
	return neededBy(ctx, *a, depth), nil
}

func (articleResolver) Part(_ context.Context, a *graph.Article) (*int, error) {
	if part := a.Part(); part > 0 {
		return &part, nil
	}
	return nil, nil
}

func (articleResolver) ReadBefore(ctx context.Context, a *graph.Article, options *gen.ReadOptions) (model.ReadingList, error) {
	return readBefore(ctx, []graph.Subject{*a}, options)
}

func (articleResolver) Text(ctx context.Context, a *graph.Article) (*string, error) {
	if !a.HasText() {
		return nil, nil
	}
	text, err := requestOf(ctx).texts.get(a.ID())
	return &text, err
}

func (subjectEdgeResolver) Highlight(ctx context.Context, e *model.SubjectEdge) ([]graph.Passage, error) {
	return highlight(ctx, e)
}

func (linkResolver) Evidence(ctx context.Context, l *graph.Link) ([]model.Evidence, error) {
	return evidence(ctx, l.EvidenceKey())
}

func (mentionResolver) Evidence(ctx context.Context, m *graph.Mention) ([]model.Evidence, error) {
	return evidence(ctx, m.EvidenceKey())
}

func evidence(ctx context.Context, key graph.ClaimKey) ([]model.Evidence, error) {
	quotes, err := requestOf(ctx).quotes.get(key)
	list := make([]model.Evidence, len(quotes))
	for i, q := range quotes {
		list[i] = model.Evidence{Evidence: q, In: snapshotOf(ctx).Subject(q.In)}
	}
	return list, err
}
