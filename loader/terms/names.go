// Package terms finds what a source's texts have a word for: names in code, headings, terms of glossaries, emphasised
// and linked words. It scores which of them are likely concepts; see docs/decisions/0023-roles-and-new-concepts.md.
package terms

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/sense"
)

// A form is how a text writes a term.
type form struct {
	key  string // the same for all spellings of one term
	name string // as it could be a concept's name
}

// Lengths of terms.
const (
	mostWords  = 3
	mostLength = 40 // characters
)

var (
	codeTerm = regexp.MustCompile(`^(?:\w+(?:::|\.))*([\pL_][\pL\pN_]*)(?:::)?(?:<.*>|\(.*\)|\[.*\])?!?(?:\(.*\)|\[.*\])?$`)
	twoWords = regexp.MustCompile(`^[\pL]+(?: |/\.?)[\pL]+$`)
	phrase   = regexp.MustCompile(`^[\pL][\pL\pN'’/+#-]*(?: [\pL\pN][\pL\pN'’/+#-]*)*$`)
	fileName = regexp.MustCompile(`(?i)\.(?:rs|toml|md|py|js|ts|go|json|ya?ml|txt|html?|css|sh|c|h|cpp|cc|java|kt|rb|lock|exe|so|dll|bp|gn|aidl|com|org|io)$`)
)

// fromCode takes a code span as a term; false if it is no name: a file, an expression, a literal.
func fromCode(span string) (form, bool) {
	text := strings.TrimSpace(strings.Trim(strings.TrimSpace(span), "`"))
	text = strings.TrimLeft(text, "&*.")
	if utf8.RuneCountInString(text) > mostLength || fileName.MatchString(text) {
		return form{}, false
	}
	if twoWords.MatchString(text) {
		first, last, _ := strings.Cut(text, " ")
		if len(first) < 2 || last != "" && (len(last) < 2 || strings.EqualFold(last, "self")) {
			return form{}, false // if let is one, mut self is none
		}
		return form{keyOf(text), text}, true
	}
	m := codeTerm.FindStringSubmatch(text)
	if m == nil {
		return form{}, false
	}
	name := m[1]
	if strings.Contains(text[strings.Index(text, name):], name+"!") {
		name += "!"
	}
	if utf8.RuneCountInString(strings.Trim(name, "_!")) < 2 || isLoose(name) {
		return form{}, false
	}
	return form{keyOf(name), name}, true
}

// fromPhrase takes words of a heading, an emphasis or a link as a term; false if they are a sentence, or signs.
func fromPhrase(words string) (form, bool) {
	words = strings.Join(strings.Fields(strings.Trim(words, " \t\n\r.,;:!?\"“”()")), " ")
	if strings.HasPrefix(words, "`") && strings.HasSuffix(words, "`") && strings.Count(words, "`") == 2 {
		return fromCode(words)
	}
	words = withoutArticle(strings.ReplaceAll(words, "`", ""))
	n := strings.Count(words, " ") + 1
	if n == 2 {
		first, kind, _ := strings.Cut(words, " ")
		if kindWords[strings.ToLower(kind)] {
			words, n = first, 1
		}
	}
	if isOfText(words) {
		return form{}, false
	}
	if n > mostWords || utf8.RuneCountInString(words) > mostLength || utf8.RuneCountInString(words) < 3 || !phrase.MatchString(words) {
		return form{}, false
	}
	return form{keyOf(words), words}, true
}

// kindWords say what a name is of: the "Future trait" is Future.
var kindWords = wordSet("trait macro keyword crate struct enum class interface package decorator")

// textWords are of texts, not of what they are about; looseWords hold sentences together.
var (
	textWords = wordSet(`chapter chapters section sections book books page pages post posts blog article articles example examples exercise exercises
		summary introduction intro overview conclusion note notes tip tips appendix lesson tutorial tutorials guide step steps solution solutions contents
		glossary faq faqs reading resources credits acknowledgements acknowledgments license prerequisites todo outline agenda welcome recap readme
		translation translations migration background motivation rationale discussion details caveats warning basics started further question questions
		answer answers thing things way ways part parts bit lot course slide slides speaker course`)
	looseWords = wordSet(`i you he she it we they me us them my your his its our their this that these those here there who whom whose which what when where
		why how if then else and or but nor so yet not no yes is are was were be been being am do does did done doing have has had having can could will
		would shall should may might must let us a an the some any each every all both few many much more most other another such same own only just
		even also too very quite rather still already again always never ever often sometimes now once than as at by for from in into of on onto off
		out over to up down with without within about above below under between through during before after since until while because although though
		whether unless against among toward towards via per next previous first second third last new old good better best bad useful common simple
		following instead however therefore thus hence like unlike using use used see get gets getting got make makes making made`)
)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

// isLoose says that a word in small letters is one of those that any sentence has.
func isLoose(word string) bool {
	rank := sense.Everyday(word)
	return word == strings.ToLower(word) && (looseWords[word] || 0 < rank && rank <= 150)
}

// isOfText says that words name a part of a text, or hold sentences together, so that they are no term.
func isOfText(words string) bool {
	for word := range strings.FieldsSeq(strings.ToLower(words)) {
		if textWords[word] || looseWords[word] || len(word) > 4 && strings.HasSuffix(word, "ly") {
			return true
		}
	}
	return false
}

// withoutArticle drops a leading article.
func withoutArticle(words string) string {
	first, rest, found := strings.Cut(words, " ")
	switch strings.ToLower(first) {
	case "the", "a", "an":
		if found {
			return rest
		}
	}
	return words
}

// keyOf is the same for spellings that differ in case, hyphens, a plural, or a macro's mark.
func keyOf(name string) string {
	words := strings.FieldsFunc(graph.Fold(strings.TrimSuffix(name, "!")), func(r rune) bool { return r == ' ' || r == '_' || r == '-' || r == '/' || r == '.' })
	if len(words) > 0 {
		words[len(words)-1] = singular(words[len(words)-1])
	}
	return strings.Join(words, " ")
}

// singular takes the plural's ending off an English word.
func singular(word string) string {
	switch {
	case len(word) < 4, strings.HasSuffix(word, "ss"), strings.HasSuffix(word, "us"), strings.HasSuffix(word, "is"):
		return word
	case strings.HasSuffix(word, "ies") && len(word) > 4:
		return word[:len(word)-3] + "y"
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "xes"), strings.HasSuffix(word, "ches"), strings.HasSuffix(word, "shes"):
		return word[:len(word)-2]
	}
	return strings.TrimSuffix(word, "s")
}

// A look is how a name is written.
type look struct{ capital, macro bool }

func lookOf(name string) look {
	first, _ := utf8.DecodeRuneInString(name)
	return look{unicode.IsUpper(first), strings.HasSuffix(name, "!")}
}
