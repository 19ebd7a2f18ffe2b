package graph

// Minutes is a reading time.
type Minutes struct {
	Total   int `json:"total"`
	Guessed int `json:"guessed"` // of these, guessed for want of a text
}

// Reading times: a text is read at WordsPerMinute; an article that states no
// time and whose text isn't at hand is guessed to take DefaultMinutes.
// The speed is that of careful non-fiction reading with code in between, under the
// average of 238 words a minute (Brysbaert, "How many words do we read per
// minute?", 2019).
const (
	WordsPerMinute = 200
	DefaultMinutes = 10
)

// Plus adds two times.
func (m Minutes) Plus(other Minutes) Minutes {
	return Minutes{m.Total + other.Total, m.Guessed + other.Guessed}
}

func minutesOf(a *ArticleFact) Minutes {
	switch {
	case a.Minutes > 0:
		return Minutes{Total: a.Minutes}
	case a.Words > 0:
		return Minutes{Total: (a.Words + WordsPerMinute - 1) / WordsPerMinute}
	}
	return Minutes{Total: DefaultMinutes, Guessed: DefaultMinutes}
}
