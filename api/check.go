package api

import (
	"context"

	"github.com/readfirst/readfirst/api/gen"
	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/curriculum"
)

func (queryResolver) Check(ctx context.Context, items, goals []string, maxNew int, options *gen.ReadOptions) (model.Check, error) {
	if err := checkList("items", len(items)); err != nil {
		return model.Check{}, err
	}
	for _, item := range items {
		if err := checkName("items", item); err != nil {
			return model.Check{}, err
		}
	}
	if maxNew < 1 {
		return model.Check{}, model.Errorf(model.Invalid, "`maxNew` is %d: give a number from 1", maxNew)
	}
	opt := graph.CheckOptions{MaxNew: maxNew}
	var err error
	if opt.ReadOptions, _, err = readOptions(ctx, options); err != nil {
		return model.Check{}, err
	}
	if len(goals) > 0 {
		if opt.Goals, err = targets(ctx, goals); err != nil {
			return model.Check{}, err
		}
	}
	s := snapshotOf(ctx)
	list := curriculum.Find("", curriculum.Lines(items), func(name string) graph.Match {
		if ctx.Err() != nil {
			return graph.Match{Name: name}
		}
		return s.Lookup(name)
	})
	if ctx.Err() != nil {
		return model.Check{}, ctx.Err()
	}
	return model.NewCheck(s.Check(list, opt), list), nil
}
