package spreadsheet

import (
	"regexp"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// Cells hold texts in a form that spreadsheets leave alone.

var (
	lineEnds   = strings.NewReplacer("\r\n", "\n", "\r", "\n")
	whiteSpace = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ")
)

// tidy is the form in which texts are written and compared: spreadsheets change line ends, lose tabs and
// white space at the edges.
func tidy(text string) string { return strings.TrimSpace(whiteSpace.Replace(text)) }

// tidyList gives the tidy texts that are not empty, each once.
func tidyList(texts []string) []string {
	var list []string
	for _, text := range texts {
		if text = tidy(text); text != "" && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

func tidyExternal(ids []graph.ExternalID) []graph.ExternalID {
	var list []graph.ExternalID
	for _, e := range ids {
		if e = (graph.ExternalID{System: tidy(e.System), ID: tidy(e.ID)}); e.System != "" && e.ID != "" && !slices.Contains(list, e) {
			list = append(list, e)
		}
	}
	return list
}

// formula begins what spreadsheets would work out instead of showing it; some take the wide forms too.
const formula = "=+-@＝＋－＠\t\n"

var (
	number      = regexp.MustCompile(`^[$€£¥ ]*[0-9.,:/%eE+ -]*[0-9][0-9.,:/%eE+ $€£¥-]*$`)
	plainNumber = regexp.MustCompile(`^(0|[1-9][0-9]{0,14})$`)
	month       = regexp.MustCompile(`(?i)^[0-9 .,/'-]*(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[0-9 .,/'-]*$`)
)

// isChanged says that a spreadsheet would make something else of a cell: it
// would run it as a formula, or write a number, date or truth value in its own form.
func isChanged(cell string) bool {
	return strings.ContainsAny(firstRune(cell), formula) ||
		number.MatchString(cell) && !plainNumber.MatchString(cell) ||
		month.MatchString(cell) && strings.ContainsAny(cell, "0123456789") ||
		strings.EqualFold(cell, "true") || strings.EqualFold(cell, "false")
}

func firstRune(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}

// guard puts an apostrophe before what a spreadsheet would change, which makes it
// text; also before what only looks like such a cell already, so that [unguard] gives everything back.
func guard(cell string) string {
	if isChanged(strings.TrimLeft(cell, "'")) {
		return "'" + cell
	}
	return cell
}

func unguard(cell string) string {
	if strings.HasPrefix(cell, "'") && isChanged(strings.TrimLeft(cell, "'")) {
		return cell[1:]
	}
	return cell
}

// What parts the values of a cell, and must be escaped within one.
const (
	betweenValues       = ";"
	betweenAlternatives = "|"
	afterSystem         = ":"
)

// escape puts a backslash before backslashes and before the special characters.
func escape(value, special string) string {
	if !strings.ContainsAny(value, special+`\`) {
		return value
	}
	var b strings.Builder
	for _, r := range value {
		if r == '\\' || strings.ContainsRune(special, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// unescape is the opposite. A backslash before anything else is itself.
func unescape(value, special string) string {
	if !strings.Contains(value, `\`) {
		return value
	}
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		if isEscape(value, i, special) {
			i++
		}
		b.WriteByte(value[i])
	}
	return b.String()
}

// isEscape says that a backslash at i takes the meaning from the character behind it.
func isEscape(value string, i int, special string) bool {
	return value[i] == '\\' && i+1 < len(value) && (value[i+1] == '\\' || strings.IndexByte(special, value[i+1]) >= 0)
}

// part cuts a text at each separator that isn't escaped; the parts are still escaped.
func part(text, separator, special string) []string {
	var parts []string
	start := 0
	for i := 0; i < len(text); i++ {
		switch {
		case isEscape(text, i, special):
			i++
		case text[i] == separator[0]:
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	return append(parts, text[start:])
}

func joinValues(values []string) string {
	escaped := make([]string, len(values))
	for i, value := range values {
		escaped[i] = escape(value, betweenValues)
	}
	return strings.Join(escaped, betweenValues+" ")
}

func splitValues(cell string) []string {
	values := part(cell, betweenValues, betweenValues)
	for i := range values {
		values[i] = unescape(values[i], betweenValues)
	}
	return tidyList(values)
}

// joinItems writes names, and alternatives, which are several names in one item.
func joinItems(items [][]string) string {
	const special = betweenValues + betweenAlternatives
	cells := make([]string, len(items))
	for i, names := range items {
		escaped := make([]string, len(names))
		for j, name := range names {
			escaped[j] = escape(name, special)
		}
		cells[i] = strings.Join(escaped, " "+betweenAlternatives+" ")
	}
	return strings.Join(cells, betweenValues+" ")
}

func splitItems(cell string) [][]string {
	const special = betweenValues + betweenAlternatives
	var items [][]string
	for _, item := range part(cell, betweenValues, special) {
		names := part(item, betweenAlternatives, special)
		for i := range names {
			names[i] = unescape(names[i], special)
		}
		if names = tidyList(names); len(names) > 0 {
			items = append(items, names)
		}
	}
	return items
}

func joinExternal(ids []graph.ExternalID) string {
	cells := make([]string, len(ids))
	for i, e := range ids {
		cells[i] = escape(e.System, betweenValues+afterSystem) + afterSystem + escape(e.ID, betweenValues)
	}
	return strings.Join(cells, betweenValues+" ")
}

// splitExternal reads "system:id" values; what has no colon, or nothing on one side of it, comes back as wrong.
func splitExternal(cell string) (ids []graph.ExternalID, wrong string) {
	const special = betweenValues + afterSystem
	for _, value := range part(cell, betweenValues, special) {
		if tidy(value) == "" {
			continue
		}
		ends := part(value, afterSystem, special)
		e := graph.ExternalID{System: tidy(unescape(ends[0], special)), ID: tidy(unescape(strings.Join(ends[1:], afterSystem), special))}
		if e.System == "" || e.ID == "" {
			return nil, tidy(value)
		}
		ids = append(ids, e)
	}
	return tidyExternal(ids), ""
}
