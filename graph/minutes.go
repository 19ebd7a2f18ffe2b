package graph

// Minutes is a reading time.
type Minutes struct {
	Total   int `json:"total"`
	Guessed int `json:"guessed"` // of these, guessed for want of a text
}

// Reading times: a text is read at WordsPerMinute, if the reader doesn't say another speed; an article that states no
// time and whose text isn't at hand is guessed to take DefaultMinutes at that speed, as if it had 2,000 words.
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

// SlowestSpeed and FastestSpeed are the words a minute that a reader may say.
const (
	SlowestSpeed = 10
	FastestSpeed = 5000
)

func minutesOf(a *ArticleFact) Minutes { return minutesAt(a, WordsPerMinute) }

// minutesAt is the time that an article takes at so many words a minute (0: WordsPerMinute). A time that somebody has stated is nobody's to scale.
func minutesAt(a *ArticleFact, speed int) Minutes {
	if speed == 0 {
		speed = WordsPerMinute
	}
	at := func(words int) int { return (words + speed - 1) / speed }
	switch {
	case a.Minutes > 0:
		return Minutes{Total: a.Minutes}
	case a.Words > 0:
		return Minutes{Total: at(a.Words)}
	}
	guess := at(DefaultMinutes * WordsPerMinute)
	return Minutes{Total: guess, Guessed: guess}
}
