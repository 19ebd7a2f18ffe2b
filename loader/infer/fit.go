package infer

import (
	"math"

	"github.com/readfirst/readfirst/internal/learn"
)

// A preference is a difference of two things of which the first comes out on top.
type preference struct {
	values []learn.Value // each feature at most once
	weight float64       // how often it counts
}

// Of L-BFGS: how many steps are remembered, how many there are at most, and the size of a gradient that ends it.
const (
	memory   = 8
	mostFits = 300
	flat     = 1e-6
)

// fitPreferences fits weights w that minimise
//
//	½ |w|² + Σ weight · log(1 + exp(-w·values))
//
// which is logistic regression on pairs without a bias (Bradley and Terry 1952, with features). It is made for many more
// features than [learn.Train] can bear, by L-BFGS (Nocedal 1980; Nocedal and Wright, Numerical Optimization, 7.2), with a step
// halved until it is an improvement. Sums are taken in order, so the same preferences give the same weights.
func fitPreferences(features int, list []preference) []float64 {
	w, gradient := make([]float64, features), make([]float64, features)
	loss := lossOf(list, w, gradient)
	var steps, changes [][]float64
	for range mostFits {
		if norm(gradient) < flat*max(1, norm(w)) {
			break
		}
		direction := descend(gradient, steps, changes)
		next, nextGradient := make([]float64, features), make([]float64, features)
		var nextLoss float64
		slope := dot(direction, gradient)
		for share := 1.0; ; share /= 2 {
			for i := range next {
				next[i] = w[i] + float64(share*direction[i])
			}
			if nextLoss = lossOf(list, next, nextGradient); nextLoss <= loss+1e-4*share*slope {
				break
			}
			if share < 1e-10 {
				return w
			}
		}
		step, change := make([]float64, features), make([]float64, features)
		for i := range step {
			step[i], change[i] = next[i]-w[i], nextGradient[i]-gradient[i]
		}
		if dot(step, change) > 0 {
			steps, changes = append(steps, step), append(changes, change)
			if len(steps) > memory {
				steps, changes = steps[1:], changes[1:]
			}
		}
		w, gradient, loss = next, nextGradient, nextLoss
	}
	return w
}

// lossOf gives the loss at w and writes its gradient.
func lossOf(list []preference, w, gradient []float64) float64 {
	copy(gradient, w)
	loss := dot(w, w) / 2
	for i := range list {
		z := 0.0
		for _, v := range list[i].values {
			z += float64(w[v.Feature] * v.Value)
		}
		loss += list[i].weight * (math.Log1p(math.Exp(-math.Abs(z))) + max(0, -z))
		slope := list[i].weight * learn.Logistic(-z)
		for _, v := range list[i].values {
			gradient[v.Feature] -= float64(slope * v.Value)
		}
	}
	return loss
}

// descend gives the direction of L-BFGS: down the gradient, bent by what the last steps have shown of the curvature.
func descend(gradient []float64, steps, changes [][]float64) []float64 {
	d := make([]float64, len(gradient))
	for i, g := range gradient {
		d[i] = -g
	}
	alpha := make([]float64, len(steps))
	for k := len(steps) - 1; k >= 0; k-- {
		alpha[k] = dot(steps[k], d) / dot(steps[k], changes[k])
		add(d, -alpha[k], changes[k])
	}
	if k := len(steps) - 1; k >= 0 {
		scale := dot(steps[k], changes[k]) / dot(changes[k], changes[k])
		for i := range d {
			d[i] *= scale
		}
	}
	for k := range steps {
		beta := dot(changes[k], d) / dot(steps[k], changes[k])
		add(d, alpha[k]-beta, steps[k])
	}
	return d
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}

func norm(a []float64) float64 { return math.Sqrt(dot(a, a)) }

// add adds times b to a.
func add(a []float64, times float64, b []float64) {
	for i := range a {
		a[i] += float64(times * b[i])
	}
}
