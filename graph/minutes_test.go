package graph

import "testing"

// The reader's speed scales what was worked out from a text or guessed, not what an author states.
func TestMinutesAtASpeed(t *testing.T) {
	for _, c := range []struct {
		article ArticleFact
		speed   int
		want    Minutes
	}{
		{ArticleFact{Words: 1000}, 0, Minutes{Total: 5}},
		{ArticleFact{Words: 1000}, 200, Minutes{Total: 5}},
		{ArticleFact{Words: 1001}, 200, Minutes{Total: 6}},
		{ArticleFact{Words: 1000}, 400, Minutes{Total: 3}},
		{ArticleFact{Words: 1000}, 100, Minutes{Total: 10}},
		{ArticleFact{Words: 1}, FastestSpeed, Minutes{Total: 1}},
		{ArticleFact{Words: 1000, Minutes: 7}, 400, Minutes{Total: 7}},
		{ArticleFact{}, 0, Minutes{Total: 10, Guessed: 10}},
		{ArticleFact{}, 100, Minutes{Total: 20, Guessed: 20}},
		{ArticleFact{}, 300, Minutes{Total: 7, Guessed: 7}},
	} {
		if got := minutesAt(&c.article, c.speed); got != c.want {
			t.Errorf("%d words, %d minutes stated, at %d words a minute: %v, want %v", c.article.Words, c.article.Minutes, c.speed, got, c.want)
		}
	}
}
