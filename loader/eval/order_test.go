package eval

import (
	"testing"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/infer"
)

func TestAgreedOrder(t *testing.T) {
	book := func(concepts ...graph.ID) *infer.Example {
		m := &infer.Material{}
		for i, id := range concepts {
			m.Concepts = append(m.Concepts, infer.Concept{ID: id})
			m.Articles = append(m.Articles, infer.Article{Part: i + 1, Mentions: []infer.Mention{{Concept: i, Teaches: true}}})
		}
		return &infer.Example{Material: m}
	}
	agreed := agreedOrder([]*infer.Example{book("a", "b", "c"), book("a", "c", "b"), book("d")})
	if len(agreed) != 2 || !agreed[[2]graph.ID{"a", "b"}] || !agreed[[2]graph.ID{"a", "c"}] {
		t.Errorf("agreed: %v", agreed)
	}
	share, pairs := broken(book("a", "b", "c").Material, []float64{2, 1, 3}, agreed)
	if pairs != 2 || share != 0.5 {
		t.Errorf("%v of %d pairs broken", share, pairs)
	}
}
