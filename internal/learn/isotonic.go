package learn

import (
	"cmp"
	"slices"
	"sort"
)

// A Scored is a thing with a score, the higher the likelier, and whether it is true.
type Scored struct {
	Score  float64
	IsTrue bool
}

// A Point is a place of a curve.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// A Curve never falls: points ascending by X, straight lines between them,
// level before the first and behind the last.
type Curve []Point

// At returns the curve's height at x; an empty curve is 0.
func (c Curve) At(x float64) float64 {
	i := sort.Search(len(c), func(i int) bool { return c[i].X >= x })
	switch {
	case len(c) == 0:
		return 0
	case i == 0:
		return c[0].Y
	case i == len(c):
		return c[i-1].Y
	}
	a, b := c[i-1], c[i]
	return a.Y + float64((b.Y-a.Y)*((x-a.X)/(b.X-a.X)))
}

// Isotonic returns the never falling curve that is nearest to what is true, by
// squares: the share of true things among those of such a score. It pools
// adjacent violators (Ayer and others 1955; as calibration: Zadrozny and Elkan
// 2002), and rounds to four decimals.
//
// A pool's share is that of n things of which k are true, as (k + ½)/(n + 1):
// no share is 0 or 1 for want of examples.
func Isotonic(scored []Scored) Curve {
	scored = slices.Clone(scored)
	slices.SortStableFunc(scored, func(a, b Scored) int { return cmp.Compare(a.Score, b.Score) })
	var pools []pool
	for len(scored) > 0 {
		p := pool{low: scored[0].Score, high: scored[0].Score}
		for ; len(scored) > 0 && scored[0].Score == p.low; scored = scored[1:] {
			p.n++
			p.trues += float64(b2i(scored[0].IsTrue))
		}
		for len(pools) > 0 && pools[len(pools)-1].share() >= p.share() {
			last := pools[len(pools)-1]
			pools = pools[:len(pools)-1]
			p = pool{last.low, p.high, last.n + p.n, last.trues + p.trues}
		}
		pools = append(pools, p)
	}
	var c Curve
	for _, p := range pools {
		y := Round((p.trues+0.5)/(p.n+1), decimals)
		for _, x := range []float64{Round(p.low, decimals), Round(p.high, decimals)} {
			c = c.append(Point{x, y})
		}
	}
	return c
}

// pool is a stretch of scores that share one height.
type pool struct{ low, high, n, trues float64 }

func (p pool) share() float64 { return p.trues / p.n }

// append adds a point, so that X ascends and Y doesn't fall: rounding and the
// halves added can bring neighbours together or past each other.
func (c Curve) append(p Point) Curve {
	if len(c) > 0 {
		last := &c[len(c)-1]
		p.Y = max(p.Y, last.Y)
		if p.X <= last.X {
			last.Y = p.Y
			return c
		}
		if len(c) > 1 && last.Y == p.Y && c[len(c)-2].Y == p.Y {
			last.X = p.X
			return c
		}
	}
	return append(c, p)
}
