package learn_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/internal/learn"
)

// drawn are examples whose log odds are bias plus weights times features.
func drawn(n int, bias float64, weights ...float64) []learn.Example {
	r := rand.New(rand.NewPCG(1, 2))
	examples := make([]learn.Example, n)
	for i := range examples {
		row, z := make([]float64, len(weights)), bias
		for k, w := range weights {
			if r.IntN(2) == 0 {
				row[k] = r.NormFloat64() * float64(k+1)
			}
			z += w * row[k]
		}
		examples[i] = learn.Example{Values: learn.Dense(row...), IsTrue: r.Float64() < learn.Logistic(z)}
	}
	return examples
}

func TestTrainFindsTheWeights(t *testing.T) {
	want := []float64{1.5, -0.5, 0}
	m, err := learn.Train([]string{"a", "b", "c"}, drawn(20_000, -1, want...), 0.1)
	if err != nil {
		t.Fatal(err)
	}
	l, err := m.For([]string{"a", "b", "c"})
	if err != nil {
		t.Fatal(err)
	}
	for i, w := range append(want, -1) {
		if got := append(l.Weights, l.Bias)[i]; math.Abs(got-w) > 0.08 {
			t.Errorf("weight %d is %v, want %v", i, got, w)
		}
	}
}

// The gradient at what Train returns is zero, whatever the examples.
func TestTrainIsAtTheMinimum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		examples := make([]learn.Example, rapid.IntRange(2, 30).Draw(t, "n"))
		for i := range examples {
			row := rapid.SliceOfN(rapid.Float64Range(-3, 3), 3, 3).Draw(t, "row")
			examples[i] = learn.Example{Values: learn.Dense(row...), IsTrue: i == 0 || i > 1 && rapid.Bool().Draw(t, "true")}
		}
		m, err := learn.Train([]string{"a", "b", "c"}, examples, 1)
		if err != nil {
			t.Fatal(err)
		}
		l, err := m.For([]string{"a", "b", "c"})
		if err != nil {
			t.Fatal(err)
		}
		// The bias isn't penalised, so that predictions add up to what is true.
		sum := 0.0
		for _, e := range examples {
			sum += l.Probability(e.Values)
			if e.IsTrue {
				sum--
			}
		}
		if math.Abs(sum) > 0.01*float64(len(examples)) {
			t.Errorf("predictions miss the truth by %v", sum)
		}
	})
}

func TestTrainDoesntCareForUnits(t *testing.T) {
	one := drawn(500, 0.5, 1, -1)
	other := slices.Clone(one)
	for i, e := range other {
		other[i].Values = nil
		for _, v := range e.Values {
			if v.Feature == 1 {
				v.Value *= 100
			}
			other[i].Values = append(other[i].Values, v)
		}
	}
	names := []string{"a", "b"}
	a, err := learn.Train(names, one, 2)
	if err != nil {
		t.Fatal(err)
	}
	b, err := learn.Train(names, other, 2)
	if err != nil {
		t.Fatal(err)
	}
	if a.Bias != b.Bias || a.Weights["a"] != b.Weights["a"] || math.Abs(a.Weights["b"]-100*b.Weights["b"]) > 0.01 {
		t.Errorf("%v, then %v", a, b)
	}
}

func TestTrainWeighs(t *testing.T) {
	once := drawn(50, 0, 1)
	twice := slices.Concat(once, once)
	for i := range once {
		once[i].Weight = 2
	}
	a, err := learn.Train([]string{"a"}, once, 1)
	if err != nil {
		t.Fatal(err)
	}
	b, err := learn.Train([]string{"a"}, twice, 1)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(a, b); d != "" {
		t.Error(d)
	}
}

func TestTrainOfWhatCanBeToldApart(t *testing.T) {
	examples := []learn.Example{{Values: learn.Dense(1, 7), IsTrue: true}, {Values: learn.Dense(-1, 7)}}
	m, err := learn.Train([]string{"a", "same"}, examples, 1e-3)
	if err != nil {
		t.Fatal(err)
	}
	if w := m.Weights["a"]; w < 1 || w > 100 || m.Weights["same"] != 0 {
		t.Errorf("weights %v", m.Weights)
	}
}

// A weight whose sign is known is never of the other one, and what can do
// without that is found as before.
func TestTrainSigned(t *testing.T) {
	examples := drawn(2_000, 0.3, 1, -1, 0.5)
	names := []string{"a", "b", "c"}
	free, err := learn.TrainSigned(names, examples, 1, []learn.Sign{learn.For, learn.Against, learn.Either})
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := learn.Train(names, examples, 1); err != nil || !cmp.Equal(plain, free) {
		t.Errorf("%v, though all signs are right: %v, %v", free, plain, err)
	}
	bound, err := learn.TrainSigned(names, examples, 1, []learn.Sign{learn.For, learn.For, learn.Against})
	if err != nil {
		t.Fatal(err)
	}
	if bound.Weights["a"] <= 0.5 || bound.Weights["b"] != 0 || bound.Weights["c"] != 0 {
		t.Errorf("weights %v", bound.Weights)
	}
}

func TestTrainRefuses(t *testing.T) {
	both := []learn.Example{{IsTrue: true}, {}}
	for name, train := range map[string]func() (*learn.Model, error){
		"no penalty":  func() (*learn.Model, error) { return learn.Train(nil, both, 0) },
		"no examples": func() (*learn.Model, error) { return learn.Train(nil, nil, 1) },
		"one side":    func() (*learn.Model, error) { return learn.Train(nil, both[:1], 1) },
		"no number": func() (*learn.Model, error) {
			return learn.Train([]string{"a"}, append(both, learn.Example{Values: learn.Dense(math.NaN())}), 1)
		},
		"weight": func() (*learn.Model, error) { return learn.Train(nil, append(both, learn.Example{Weight: -1}), 1) },
	} {
		if m, err := train(); err == nil {
			t.Errorf("%s: %v", name, m)
		}
	}
}

func TestModelIsKept(t *testing.T) {
	m, err := learn.Train([]string{"b", "a"}, drawn(100, 0, 1, 2), 1)
	if err != nil {
		t.Fatal(err)
	}
	m.Command, m.Data, m.Threshold = "go run", []string{"x"}, 0.5
	m.Calibration = learn.Curve{{0, 0.1}, {1, 0.9}}
	read, err := learn.Read(m.Write())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(m, read); d != "" {
		t.Error(d)
	}
	if !bytes.Equal(m.Write(), read.Write()) {
		t.Error("written again, it is another")
	}
	for _, features := range [][]string{{"a"}, {"a", "b", "c"}} {
		if _, err := m.For(features); err == nil {
			t.Errorf("weights of a and b are taken for %v", features)
		}
	}
	l, err := m.For([]string{"b", "a"})
	if err != nil {
		t.Fatal(err)
	}
	sum := l.Bias
	for _, c := range l.Explain([]string{"b", "a"}, learn.Dense(1, -2)) {
		sum += c.LogOdds
	}
	if math.Abs(sum-l.LogOdds(learn.Dense(1, -2))) > 0.01 {
		t.Errorf("contributions add up to %v", sum)
	}
}

// The curve never falls, and no never falling step function is nearer: that is
// compared with the least squares by the min-max formula.
func TestIsotonic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scored := make([]learn.Scored, rapid.IntRange(1, 40).Draw(t, "n"))
		for i := range scored {
			scored[i] = learn.Scored{Score: float64(rapid.IntRange(0, 20).Draw(t, "score")) / 20, IsTrue: rapid.Bool().Draw(t, "true")}
		}
		c := learn.Isotonic(scored)
		if !slices.IsSortedFunc(c, func(a, b learn.Point) int {
			if a.X < b.X && a.Y <= b.Y {
				return -1
			}
			return 1
		}) {
			t.Fatalf("not ascending: %v", c)
		}
		// The halves that a pool's share gets can lift a small pool above the next.
		sort.Slice(scored, func(i, j int) bool { return scored[i].Score < scored[j].Score })
		want := 0.0
		for _, s := range scored {
			n, trues := minMax(scored, s.Score)
			want = max(want, (trues+0.5)/(n+1))
			if math.Abs(c.At(s.Score)-want) > 1e-4 {
				t.Fatalf("at %v: %v, want %v (%v)", s.Score, c.At(s.Score), want, c)
			}
		}
	})
}

// minMax returns the size of the pool at x and what is true in it: the stretch
// from a to b that gives the highest lowest mean.
func minMax(scored []learn.Scored, x float64) (n, trues float64) {
	best := -1.0
	for _, a := range scored {
		if a.Score > x {
			continue
		}
		lowest, ln, lt := 2.0, 0.0, 0.0
		for _, b := range scored {
			if b.Score < x {
				continue
			}
			sn, st := 0.0, 0.0
			for _, s := range scored {
				if a.Score <= s.Score && s.Score <= b.Score {
					sn++
					if s.IsTrue {
						st++
					}
				}
			}
			if m := st / sn; m < lowest || m == lowest && sn > ln {
				lowest, ln, lt = m, sn, st
			}
		}
		if lowest > best || lowest == best && ln > n {
			best, n, trues = lowest, ln, lt
		}
	}
	return n, trues
}

func TestCurve(t *testing.T) {
	c := learn.Curve{{0.2, 0.1}, {0.6, 0.5}}
	for x, want := range map[float64]float64{0: 0.1, 0.2: 0.1, 0.4: 0.3, 0.6: 0.5, 1: 0.5} {
		if got := c.At(x); math.Abs(got-want) > 1e-12 {
			t.Errorf("at %v: %v", x, got)
		}
	}
	if got := learn.Curve(nil).At(1); got != 0 {
		t.Errorf("an empty curve is at %v", got)
	}
}

func TestCounts(t *testing.T) {
	var c learn.Counts
	for _, x := range [][2]bool{{true, true}, {true, true}, {true, false}, {false, true}, {false, false}} {
		c.Note(x[0], x[1])
	}
	if c != (learn.Counts{TP: 2, FP: 1, FN: 1}) || c.Precision() != 2.0/3 || c.Recall() != 2.0/3 || c.F1() != 2.0/3 {
		t.Errorf("%+v", c)
	}
	var none learn.Counts
	if none.Precision() != 0 || none.Recall() != 0 || none.F1() != 0 {
		t.Error("nothing found isn't 0")
	}
}

func TestAveragePrecision(t *testing.T) {
	is := func(score float64, isTrue bool) learn.Scored { return learn.Scored{Score: score, IsTrue: isTrue} }
	for _, c := range []struct {
		scored []learn.Scored
		missed int
		want   float64
	}{
		{nil, 0, 0},
		{nil, 3, 0},
		{[]learn.Scored{is(3, true), is(2, false), is(1, true)}, 0, (1 + 2.0/3) / 2},
		{[]learn.Scored{is(1, true), is(3, true), is(2, false)}, 1, (1 + 2.0/3) / 3},
		{[]learn.Scored{is(1, true), is(1, false), is(1, false), is(1, true)}, 0, 0.5},
	} {
		if got := learn.AveragePrecision(c.scored, c.missed); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v, %d missed: %v, want %v", c.scored, c.missed, got, c.want)
		}
	}
}

func TestReliability(t *testing.T) {
	bins := learn.Reliability([]learn.Scored{{0, false}, {0.5, true}, {0.75, false}, {1, true}}, 2)
	want := []learn.Bin{{0, 0.5, 1, 0, 0}, {0.5, 1, 3, 0.75, 2.0 / 3}}
	if d := cmp.Diff(want, bins); d != "" {
		t.Error(d)
	}
}
