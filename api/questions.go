package api

import (
	"context"
	"errors"

	"github.com/readfirst/readfirst/api/gen"
	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/ask"
	"github.com/readfirst/readfirst/graph"
)

// How much a typed question is answered with.
const (
	mostNext = 10
	mostWays = 3
)

// readOptions translates the options of a question, and gives the known names that were not found.
func readOptions(ctx context.Context, options *gen.ReadOptions) (opt graph.ReadOptions, unresolved []model.Match, err error) {
	if options == nil {
		return opt, nil, nil
	}
	known, err := lookupAll(ctx, "knowing", options.Knowing)
	if err != nil {
		return opt, nil, err
	}
	for _, m := range known {
		if m.Subject == nil {
			unresolved = append(unresolved, m)
		} else {
			opt.Knowing = append(opt.Knowing, m.Subject)
		}
	}
	if options.Audience != nil {
		audience, err := findAudience(snapshotOf(ctx), *options.Audience)
		if err != nil {
			return opt, nil, err
		}
		opt.Knowing = append(opt.Knowing, audience.Knows()...)
	}
	opt.Cover, opt.OnlyAsTold = options.Cover, !options.KnownImpliesNeeds
	opt.Recommended, opt.Suggested = options.Recommended, options.Suggested
	if opt.Budget, err = positive("budgetMinutes", options.BudgetMinutes); err != nil {
		return opt, nil, err
	}
	if opt.Speed, err = positive("wordsPerMinute", options.WordsPerMinute); err != nil {
		return opt, nil, err
	}
	if opt.Speed != 0 && (opt.Speed < graph.SlowestSpeed || opt.Speed > graph.FastestSpeed) {
		return opt, nil, model.Errorf(model.Invalid, "`wordsPerMinute` is %d: give a number from %d to %d", opt.Speed, graph.SlowestSpeed, graph.FastestSpeed)
	}
	if opt.Nearest, err = positive("nearest", options.Nearest); err != nil {
		return opt, nil, err
	}
	if options.Within != nil {
		opt.Within, err = onlyWithin(ctx, options.Within)
	}
	return opt, unresolved, err
}

// positive is the number of an option, 0 if it isn't given.
func positive(argument string, n *int) (int, error) {
	switch {
	case n == nil:
		return 0, nil
	case *n < 1:
		return 0, model.Errorf(model.Invalid, "`%s` is %d: give a number from 1", argument, *n)
	}
	return *n, nil
}

// onlyWithin says which articles are of the sources and series of these names.
func onlyWithin(ctx context.Context, names []string) (func(graph.Article) bool, error) {
	if err := checkList("within", len(names)); err != nil {
		return nil, err
	}
	s := snapshotOf(ctx)
	var series []graph.Series
	var sources []string
	for _, name := range names {
		if s.HasSource(name) {
			sources = append(sources, name)
			continue
		}
		found, err := findSeries(s, name)
		if err != nil {
			return nil, err
		}
		series = append(series, found)
	}
	return graph.Within(sources, series), nil
}

func (queryResolver) Ready(ctx context.Context, options *gen.ReadOptions, first int) ([]graph.Step, error) {
	if err := checkFirst(first); err != nil {
		return nil, err
	}
	opt, _, err := readOptions(ctx, options)
	if err != nil {
		return nil, err
	}
	return snapshotOf(ctx).Ready(opt, first), nil
}

func (queryResolver) Path(ctx context.Context, from, to string, options *gen.ReadOptions, first int) ([]graph.Path, error) {
	if err := checkFirst(first); err != nil {
		return nil, err
	}
	if first > graph.MaxPaths {
		return nil, model.Errorf(model.Limit, "`first` is %d, more than %d", first, graph.MaxPaths)
	}
	ends, err := targets(ctx, []string{from, to})
	if err != nil {
		return nil, err
	}
	opt, _, err := readOptions(ctx, options)
	if err != nil {
		return nil, err
	}
	return snapshotOf(ctx).Paths(ends[0], ends[1], opt, first), nil
}

func (queryResolver) Bottlenecks(ctx context.Context, target *string, first int) ([]graph.Bottleneck, error) {
	if err := checkFirst(first); err != nil {
		return nil, err
	}
	if target == nil {
		return snapshotOf(ctx).Bottlenecks(nil, first), nil
	}
	goals, err := targets(ctx, []string{*target})
	if err != nil {
		return nil, err
	}
	return snapshotOf(ctx).Bottlenecks(goals[0], first), nil
}

func (queryResolver) Compare(ctx context.Context, left, right []string, options *gen.ReadOptions) (graph.Comparison, error) {
	var sides [2][]graph.Subject
	for i, names := range [][]string{left, right} {
		var err error
		if sides[i], err = targets(ctx, names); err != nil {
			return graph.Comparison{}, err
		}
	}
	opt, _, err := readOptions(ctx, options)
	if err != nil {
		return graph.Comparison{}, err
	}
	return snapshotOf(ctx).Compare(sides[0], sides[1], opt), nil
}

func (queryResolver) Ask(ctx context.Context, question string, options *gen.ReadOptions) (model.Answer, error) {
	if err := checkName("question", question); err != nil {
		return model.Answer{}, err
	}
	opt, _, err := readOptions(ctx, options)
	if err != nil {
		return model.Answer{}, err
	}
	s := snapshotOf(ctx)
	q, err := ask.Parse(s, question)
	var not *ask.NotUnderstood
	if errors.As(err, &not) {
		answer := model.Answer{Examples: ask.Examples()}
		for _, m := range not.Names {
			answer.Unresolved = append(answer.Unresolved, model.Match{Match: m})
		}
		return answer, nil
	}
	opt.Knowing = append(opt.Knowing, q.Knows()...)
	if q.Budget > 0 {
		opt.Budget = q.Budget
	}
	answer := model.Answer{Understood: q.Understood()}
	switch q.Kind {
	case ask.Before:
		answer.List = &model.ReadingList{ReadingList: s.ReadBefore(q.Goals, opt)}
	case ask.Ready:
		answer.Ready = s.Ready(opt, mostNext)
	case ask.Path:
		answer.Paths = s.Paths(q.Goals[0], q.Goals[1], opt, mostWays)
	case ask.Compare:
		comparison := s.Compare(q.Goals[:1], q.Goals[1:], opt)
		answer.Comparison = &comparison
	default:
		answer.Subject = q.Goals[0]
	}
	return answer, nil
}

func needs(ctx context.Context, of graph.Subject, depth gen.Depth) []graph.Link {
	if depth == gen.DepthDirect {
		return of.Needs()
	}
	return snapshotOf(ctx).AllNeeds(of, graph.ReadOptions{})
}

func neededBy(ctx context.Context, of graph.Subject, depth gen.Depth) []graph.Link {
	if depth == gen.DepthDirect {
		return of.NeededBy()
	}
	return snapshotOf(ctx).AllNeededBy(of, graph.ReadOptions{})
}
