package eval

import "slices"

// LeaveOneOut measures each source with a model that has not seen it: trained on all the others. With a single
// source there is nothing to train on, so it is measured with the given model, that of the program.
func LeaveOneOut[S, M any](sources []S, given M, train func([]S) M, measure func(M, S)) {
	for i, left := range sources {
		model := given
		if len(sources) > 1 {
			model = train(slices.Concat(sources[:i], sources[i+1:]))
		}
		measure(model, left)
	}
}
