package infer

import "slices"

// positions says where in each series a concept is taught first, or, if it isn't, used first: from 0 to 1, by the series' id.
func positions(m *Material) []map[string]float64 {
	series := map[string][]int{}
	for i := range m.Articles {
		if a := &m.Articles[i]; a.Part > 0 && a.Series != "" {
			series[string(a.Series)] = append(series[string(a.Series)], i)
		}
	}
	at := make([]map[string]float64, len(m.Concepts))
	for id, articles := range series {
		slices.SortStableFunc(articles, func(a, b int) int { return m.Articles[a].Part - m.Articles[b].Part })
		taught := map[int]bool{}
		for place, article := range articles {
			for _, mention := range m.Articles[article].Mentions {
				c := mention.Concept
				if at[c] == nil {
					at[c] = map[string]float64{}
				}
				_, met := at[c][id]
				if !met || mention.Teaches && !taught[c] {
					at[c][id] = float64(place) / float64(len(articles))
				}
				taught[c] = taught[c] || mention.Teaches
			}
		}
	}
	return at
}

// before is how much earlier a is than b in the series that have both: from 1 (at the beginning and at the end) to -1.
func (s *survey) before(a, b int) float64 {
	sum, n := 0.0, 0.0
	for id, at := range sorted(s.position[a]) {
		if its, both := s.position[b][id]; both {
			sum += its - at
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / n
}
