package eval

import (
	"context"
	"fmt"
	"math"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/internal/learn"
	"github.com/readfirst/readfirst/loader"
	"github.com/readfirst/readfirst/loader/infer"
)

// LinkSources reads sources whose links are known, each by itself: a curated track, pages with their needs. One that
// says nothing of needs, as a book, is read with the words of another source, whose links count as gold for it ("": it is left out).
// What is known is kept out of what is inferred from.
func LinkSources(ctx context.Context, args []string, words string, opt loader.Options) ([]*infer.Example, error) {
	var examples []*infer.Example
	for _, arg := range args {
		own, err := linkSources(ctx, arg, "", opt)
		if err != nil {
			return nil, err
		}
		if len(own) == 0 && words != "" {
			if own, err = linkSources(ctx, arg, words, opt); err != nil {
				return nil, err
			}
			for _, e := range own {
				e.Weight = borrowedWeight
			}
		}
		examples = append(examples, own...)
	}
	return examples, nil
}

// borrowedWeight is how much an example counts whose gold is another source's: several have the same.
const borrowedWeight = 0.25

// linkSources reads those sources of an argument that have gold.
func linkSources(ctx context.Context, arg, words string, opt loader.Options) ([]*infer.Example, error) {
	sources, err := loader.ReadToInfer(ctx, &graph.State{}, []string{arg}, loader.InferOptions{Options: opt, Vocabulary: words, IgnoreCurated: true})
	if err != nil {
		return nil, err
	}
	var examples []*infer.Example
	for _, s := range sources {
		if len(s.Gold) > 0 {
			examples = append(examples, &infer.Example{Name: s.Source.ID, Material: s.Material, Gold: s.Gold})
		}
	}
	return examples, nil
}

// LinkScore is how well links were inferred.
type LinkScore struct {
	Gold, Pairs int
	// Direction is the share of gold pairs whose confidence is above that of the reverse; equal ones count half.
	Direction float64
	// Precision is the average precision over all ordered pairs of concepts that have gold.
	Precision float64
}

// scoreLinks measures confidences against an example's gold.
func scoreLinks(e *infer.Example, confidence func(a, b int) float64) (LinkScore, []learn.Scored) {
	s := LinkScore{Gold: len(e.Gold)}
	var scored []learn.Scored
	e.EachPair(func(a, b int, isLink bool) {
		s.Pairs++
		its := confidence(a, b)
		scored = append(scored, learn.Scored{Score: its, IsTrue: isLink})
		if isLink {
			switch reverse := confidence(b, a); {
			case its > reverse:
				s.Direction++
			case its == reverse:
				s.Direction += 0.5
			}
		}
	})
	s.Direction /= float64(s.Gold)
	s.Precision = learn.AveragePrecision(scored, 0)
	return s, scored
}

// popularity takes a concept for a need the more, the more texts name it, and the less, the more name the other.
func popularity(e *infer.Example) func(a, b int) float64 {
	named := infer.Popularity(e.Material)
	return func(a, b int) float64 { return named[b] - named[a] }
}

// random draws a score for each pair: the same every time, by a hash of it.
func random(a, b int) float64 {
	x := uint64(a)<<32 | uint64(b)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return float64((x^x>>31)>>11) / (1 << 53)
}

// Links measures inferred links against those that people made.
func Links(examples []*infer.Example) ([]*Table, error) {
	given, err := infer.Trained()
	if err != nil {
		return nil, err
	}
	quality := &Table{Title: "Links against curated ones", Columns: []string{"source", "method", "gold", "pairs", "direction", "average precision"}, Notes: []string{
		"Direction: the share of gold pairs whose confidence is above that of the reverse, equal ones counted half. " +
			"Average precision: over all ordered pairs of concepts that have gold. No curated link, list or order was used.",
	}}
	var all []learn.Scored
	means := map[string][]LinkScore{}
	methods := []string{"random", "popularity", "readfirst"}
	LeaveOneOut(examples, given, func(others []*infer.Example) *infer.Model {
		m, trainErr := infer.Train(others)
		if trainErr != nil && err == nil {
			err = trainErr
		}
		return m
	}, func(m *infer.Model, e *infer.Example) {
		if err != nil {
			return
		}
		var confidence func(a, b int) float64
		if confidence, err = infer.Confidence(m, e); err != nil {
			return
		}
		for i, method := range []func(a, b int) float64{random, popularity(e), confidence} {
			s, scored := scoreLinks(e, method)
			quality.Add(e.Name, methods[i], s.Gold, s.Pairs, s.Direction, s.Precision)
			means[methods[i]] = append(means[methods[i]], s)
			if methods[i] == "readfirst" {
				all = append(all, scored...)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	if len(examples) > 1 {
		for _, method := range methods {
			var mean LinkScore
			for _, s := range means[method] {
				mean.Gold, mean.Pairs = mean.Gold+s.Gold, mean.Pairs+s.Pairs
				mean.Direction += s.Direction / float64(len(examples))
				mean.Precision += s.Precision / float64(len(examples))
			}
			quality.Add("mean", method, mean.Gold, mean.Pairs, mean.Direction, mean.Precision)
		}
	}
	return []*Table{quality, reliability(all)}, nil
}

// reliability shows what confidences mean.
func reliability(scored []learn.Scored) *Table {
	t := &Table{Title: "What a confidence means", Columns: []string{"confidence", "pairs", "mean confidence", "share that are links"}}
	for _, b := range learn.Reliability(scored, 10) {
		if b.N > 0 {
			t.Add(fmt.Sprintf("%.1f to %.1f", b.Low, math.Min(b.High, 1)), b.N, b.Mean, b.Share)
		}
	}
	return t
}
