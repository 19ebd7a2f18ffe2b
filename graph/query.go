package graph

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Query is what a search asks for: phrases that must all be found.
type Query struct {
	Text    string   // as asked for
	Phrases []Phrase // in order, each once; none if the text has no letters and digits
	Cut     bool     // it is too long: only its first MaxQueryTerms terms count

	folded    string   // see Fold
	terms     string   // of all phrases
	beginning string   // what framed terms begin with that begin with the query; "" if it has no terms
	needles   []string // the phrases, as they stand in framed terms
}

// Phrase is terms that stand side by side. Most have one; a word such as
// std::pin::Pin, or a run of Chinese, has several.
type Phrase struct {
	Terms  []string
	Prefix bool // there is one term, and it may be the beginning of a longer one
}

// MaxQueryTerms is how many terms of a query count.
const MaxQueryTerms = 32

// NewQuery makes a query of whatever a person has typed: there is no syntax,
// and nothing is an error. Each word is a phrase; the last one is a prefix, if it
// is one term of three letters at least in a script that has words: two begin too
// many words, and are short words themselves.
func NewQuery(text string) Query {
	q := Query{Text: text, Cut: len(text) > MaxLine}
	text = strings.ToValidUTF8(text[:min(len(text), MaxLine)], " ")
	q.folded = Fold(strings.TrimSpace(text))
	n := 0
	for _, word := range strings.Fields(norm.NFC.String(text)) {
		var p Phrase
		eachTerm(word, func(term []byte, _, _ int) {
			if n++; n <= MaxQueryTerms {
				p.Terms = append(p.Terms, string(term))
			}
		})
		if len(p.Terms) > 0 {
			q.Phrases = append(q.Phrases, p)
		}
	}
	q.Cut = q.Cut || n > MaxQueryTerms
	if n := len(q.Phrases); n > 0 {
		q.Phrases[n-1].Prefix = !q.Cut && mayBeBeginning(q.Phrases[n-1].Terms)
	}
	q.frame()
	return q
}

func mayBeBeginning(terms []string) bool {
	first, _ := utf8.DecodeRuneInString(terms[0])
	return len(terms) == 1 && utf8.RuneCountInString(terms[0]) >= 3 && !isSingle(first)
}

// frame works out how the query stands in framed terms, and leaves one of equal phrases.
func (q *Query) frame() {
	once := q.Phrases[:0]
	for _, p := range q.Phrases {
		needle, end := " "+strings.Join(p.Terms, " "), " "
		if p.Prefix {
			end = ""
		}
		q.terms += needle
		q.beginning = q.terms + end
		if !slices.Contains(q.needles, needle+end) {
			q.needles = append(q.needles, needle+end)
			once = append(once, p)
		}
	}
	q.Phrases = once
	q.terms = strings.TrimPrefix(q.terms, " ")
}

// framed puts terms between spaces, so that each stands between two, and no
// phrase reaches from one frame into the next.
func framed(terms string) string {
	if terms == "" {
		return ""
	}
	return " " + terms + " \n"
}

// in says that framed terms have all phrases; false if there are none.
func (q *Query) in(framed string) bool { return q.among(nil, framed) }

// among says that framed terms have all phrases together.
func (q *Query) among(some []string, more string) bool {
	for _, needle := range q.needles {
		has := func(framed string) bool { return strings.Contains(framed, needle) }
		if !has(more) && !slices.ContainsFunc(some, has) {
			return false
		}
	}
	return len(q.needles) > 0
}

// ArticleTerms is what a full-text index holds of an article; see [Terms].
type ArticleTerms struct {
	Title, Summary, Text string
}

// TermsOf gives what a full-text index shall hold of an article, by all claims
// on it: the merged title and summary, and the text that [TextReader] gives. It is nil
// if no claim has a text: all else there is to find is in the snapshot. It sorts the claims.
func TermsOf(claims []From[ArticleClaim]) *ArticleTerms {
	if len(claims) == 0 {
		return nil
	}
	fact := MergeArticle(claims)
	for _, from := range claims {
		if text := from.Claim.Text; text != "" {
			return &ArticleTerms{Title: Terms(fact.Title), Summary: Terms(Readable(fact.Summary)), Text: Terms(Readable(text))}
		}
	}
	return nil
}

// Hold says that an article with these terms is what the query asks for: it
// has every phrase within one of the three. Full-text indexes are held against it.
func (t *ArticleTerms) Hold(q Query) bool {
	return q.in(framed(t.Title) + framed(t.Summary) + framed(t.Text))
}
