package learn

import (
	"cmp"
	"slices"
)

// Counts are what was found, rightly (TP) and wrongly (FP), and what was
// missed (FN).
type Counts struct {
	TP int `json:"tp"`
	FP int `json:"fp"`
	FN int `json:"fn"`
}

// Add counts others in.
func (c *Counts) Add(o Counts) { c.TP, c.FP, c.FN = c.TP+o.TP, c.FP+o.FP, c.FN+o.FN }

// Note counts one thing that was found or not, and is true or not.
func (c *Counts) Note(isFound, isTrue bool) {
	switch {
	case isFound && isTrue:
		c.TP++
	case isFound:
		c.FP++
	case isTrue:
		c.FN++
	}
}

// Precision is the share of what was found that is right; 0 if nothing was found.
func (c Counts) Precision() float64 { return ratio(c.TP, c.TP+c.FP) }

// Recall is the share of what is true that was found; 0 if nothing is true.
func (c Counts) Recall() float64 { return ratio(c.TP, c.TP+c.FN) }

// F1 is the harmonic mean of precision and recall.
func (c Counts) F1() float64 { return ratio(2*c.TP, 2*c.TP+c.FP+c.FN) }

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// AveragePrecision is the mean precision over the true things, each taken at
// the score where it is found: the sum of (R(n) - R(n-1)) · P(n) over the
// different scores, from the highest down (as scikit-learn computes it, without
// interpolation). missed true things have no score at all. Without true things it is 0.
func AveragePrecision(scored []Scored, missed int) float64 {
	scored = slices.Clone(scored)
	slices.SortStableFunc(scored, func(a, b Scored) int { return cmp.Compare(b.Score, a.Score) })
	trues := missed
	for _, s := range scored {
		trues += b2i(s.IsTrue)
	}
	sum, right, newly := 0.0, 0, 0
	for i, s := range scored {
		newly += b2i(s.IsTrue)
		if i+1 < len(scored) && scored[i+1].Score == s.Score {
			continue
		}
		right += newly
		sum += float64(newly) * ratio(right, i+1)
		newly = 0
	}
	if trues == 0 {
		return 0
	}
	return sum / float64(trues)
}

// A Bin is a row of a reliability table: of N things with a score from Low up
// to High, whose mean is Mean, Share are true.
type Bin struct {
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	N     int     `json:"n"`
	Mean  float64 `json:"mean"`
	Share float64 `json:"share"`
}

// Reliability sorts things with scores from 0 to 1 into n bins of equal width;
// empty bins are there, too. A score on an edge is in the higher bin.
func Reliability(scored []Scored, n int) []Bin {
	bins, trues, sums := make([]Bin, n), make([]int, n), make([]float64, n)
	for i := range bins {
		bins[i].Low, bins[i].High = float64(i)/float64(n), float64(i+1)/float64(n)
	}
	for _, s := range scored {
		i := min(max(int(s.Score*float64(n)), 0), n-1)
		bins[i].N++
		trues[i] += b2i(s.IsTrue)
		sums[i] += s.Score
	}
	for i := range bins {
		if bins[i].N > 0 {
			bins[i].Mean, bins[i].Share = sums[i]/float64(bins[i].N), ratio(trues[i], bins[i].N)
		}
	}
	return bins
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
