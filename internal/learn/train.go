package learn

import (
	"errors"
	"math"
)

// Stored weights have so many decimals.
const decimals = 4

// Newton's steps end when no weight moves by more than tolerance (in units of
// a feature's deviation), or after so many.
const (
	tolerance = 1e-6
	mostSteps = 100
)

// Train fits a logistic regression with an L2 penalty: it maximises the
// weighted log-likelihood less l2/2 times the sum of the squared weights. The
// penalty sees features in units of their standard deviation, so that their
// own units don't matter, and never the bias. A feature that is the same in
// all examples gets the weight 0. l2 must be positive: it is what keeps
// weights finite where the examples can be told apart without fail.
//
// It is Newton's method, in this place also known as iteratively reweighted
// least squares (Hastie, Tibshirani and Friedman, The Elements of Statistical
// Learning, 4.4.1), with a step halved while it makes things worse. Time grows
// with examples × (features not zero)² + features³.
func Train(features []string, examples []Example, l2 float64) (*Model, error) {
	return TrainSigned(features, examples, l2, nil)
}

// A Sign is what is known of a feature beforehand: that it can only speak for
// a thing being true (its weight is 0 or more), or only against it.
type Sign int8

// The signs: a weight of 0 or less, any, 0 or more.
const (
	Against Sign = iota - 1
	Either
	For
)

// TrainSigned is Train where the signs of weights are known, by the features'
// places. Few examples, or examples that hang together, would else give weights
// that nobody can explain. Features whose weights have the wrong sign are taken
// out, and the others fitted again, until there are none (an active set, which
// for a penalised logistic regression ends near the constrained optimum).
func TrainSigned(features []string, examples []Example, l2 float64, signs []Sign) (*Model, error) {
	if !(l2 > 0) || math.IsInf(l2, 1) {
		return nil, errors.New("the penalty isn't positive")
	}
	t := &trainer{examples: examples, l2: l2}
	if err := t.standardise(len(features)); err != nil {
		return nil, err
	}
	t.fit()
	for t.dropWrong(signs) {
		t.fit()
	}
	m := &Model{Bias: Round(t.w[t.n], decimals), Weights: make(map[string]float64, len(features))}
	for i, name := range features {
		m.Weights[name] = 0
		if at := t.place[i]; at >= 0 {
			m.Weights[name] = Round(t.w[at]/t.scale[i], decimals) + 0 // no -0
		}
	}
	return m, nil
}

// ErrOneSided is the error of examples that are all true, or all false, or none.
var ErrOneSided = errors.New("there must be true examples and false ones")

// A trainer fits the weights of the n features that aren't the same in all
// examples; the bias is the one after them.
type trainer struct {
	examples []Example
	l2       float64
	n        int
	place    []int     // of each feature among the n; -1: it is always the same
	scale    []float64 // the deviation of each feature
	w        []float64
}

// weight is how often an example counts.
func (e *Example) weight() float64 {
	if e.Weight == 0 {
		return 1
	}
	return e.Weight
}

// standardise measures the features' deviations. Their means don't matter: the
// bias, which isn't penalised, takes them up.
func (t *trainer) standardise(features int) error {
	sum, squares, total, trues := make([]float64, features), make([]float64, features), 0.0, 0.0
	for i := range t.examples {
		e := &t.examples[i]
		w := e.weight()
		if !(w > 0) || math.IsInf(w, 1) {
			return errors.New("an example's weight isn't positive")
		}
		total += w
		if e.IsTrue {
			trues += w
		}
		for _, v := range e.Values {
			if math.IsNaN(v.Value) || math.IsInf(v.Value, 0) {
				return errors.New("a feature isn't a number")
			}
			sum[v.Feature] += w * v.Value
			squares[v.Feature] += w * v.Value * v.Value
		}
	}
	if trues == 0 || trues == total {
		return ErrOneSided
	}
	t.scale, t.place = make([]float64, features), make([]int, features)
	for i := range t.scale {
		mean := sum[i] / total
		t.place[i] = -1
		if variance := squares[i]/total - mean*mean; variance > 1e-12*(1+mean*mean) {
			t.scale[i], t.place[i] = math.Sqrt(variance), t.n
			t.n++
		}
	}
	t.w = make([]float64, t.n+1)
	t.w[t.n] = LogOdds(trues / total)
	return nil
}

// dropWrong takes the features out whose weights have the wrong sign, and
// tells whether there are any.
func (t *trainer) dropWrong(signs []Sign) bool {
	kept := t.w[:0]
	for i := range signs {
		at := t.place[i]
		if at >= 0 && t.w[at]*float64(signs[i]) < 0 {
			t.place[i] = -1
		}
	}
	n := 0
	for i, at := range t.place {
		if at >= 0 {
			kept = append(kept, t.w[at])
			t.place[i] = n
			n++
		}
	}
	dropped := n < t.n
	t.w, t.n = append(kept, t.w[t.n]), n
	return dropped
}

// fit takes Newton's steps.
func (t *trainer) fit() {
	loss := t.loss(t.w)
	for range mostSteps {
		gradient, hessian := t.derivatives()
		step := solve(hessian, gradient)
		next := make([]float64, len(t.w))
		for share := 1.0; ; share /= 2 {
			for i := range next {
				next[i] = t.w[i] - share*step[i]
			}
			if l := t.loss(next); l <= loss || share < 1e-6 {
				loss = min(l, loss)
				break
			}
		}
		moved := 0.0
		for i := range next {
			moved = max(moved, math.Abs(next[i]-t.w[i]))
		}
		t.w = next
		if moved < tolerance {
			return
		}
	}
}

func (t *trainer) logOdds(w []float64, e *Example) float64 {
	sum := w[t.n]
	for _, v := range e.Values {
		if at := t.place[v.Feature]; at >= 0 {
			sum += w[at] * (v.Value / t.scale[v.Feature])
		}
	}
	return sum
}

// loss is the penalised negative log-likelihood.
func (t *trainer) loss(w []float64) float64 {
	loss := 0.0
	for i := range t.examples {
		e := &t.examples[i]
		z := t.logOdds(w, e)
		if e.IsTrue {
			z = -z
		}
		// log(1 + exp(z)), without overflow
		loss += e.weight() * (max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))))
	}
	for _, wi := range w[:t.n] {
		loss += t.l2 / 2 * wi * wi
	}
	return loss
}

// derivatives returns the loss's gradient and Hessian at the weights.
func (t *trainer) derivatives() (gradient []float64, hessian [][]float64) {
	gradient, hessian = make([]float64, t.n+1), make([][]float64, t.n+1)
	for i := range hessian {
		hessian[i] = make([]float64, t.n+1)
	}
	var row []Value
	for i := range t.examples {
		e := &t.examples[i]
		p := Logistic(t.logOdds(t.w, e))
		miss, curve := p, p*(1-p)*e.weight()
		if e.IsTrue {
			miss--
		}
		miss *= e.weight()
		row = row[:0]
		for _, v := range e.Values {
			if at := t.place[v.Feature]; at >= 0 {
				row = append(row, Value{at, v.Value / t.scale[v.Feature]})
			}
		}
		row = append(row, Value{t.n, 1})
		for a, v := range row {
			gradient[v.Feature] += miss * v.Value
			h, c := hessian[v.Feature], curve*v.Value
			for _, u := range row[:a+1] {
				h[u.Feature] += c * u.Value
				if u.Feature != v.Feature {
					hessian[u.Feature][v.Feature] += c * u.Value
				}
			}
		}
	}
	for i := range t.n {
		gradient[i] += t.l2 * t.w[i]
		hessian[i][i] += t.l2
	}
	hessian[t.n][t.n] += 1e-9 // the bias of examples that are all told apart has no curve left
	return gradient, hessian
}

// solve returns x of a·x = b for a symmetric, positive definite a, which it
// overwrites, by Cholesky's decomposition.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n {
		for j := range i + 1 {
			sum := a[i][j]
			for k := range j {
				sum -= a[i][k] * a[j][k]
			}
			if i == j {
				a[i][i] = math.Sqrt(max(sum, 1e-12))
			} else {
				a[i][j] = sum / a[j][j]
			}
		}
	}
	x := make([]float64, n)
	for i := range n {
		sum := b[i]
		for k := range i {
			sum -= a[i][k] * x[k]
		}
		x[i] = sum / a[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		sum := x[i]
		for k := i + 1; k < n; k++ {
			sum -= a[k][i] * x[k]
		}
		x[i] = sum / a[i][i]
	}
	return x
}
