package export

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// oneLine makes one line of a text.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// mermaidSigns are the signs that mean something within a quoted text of Mermaid, or in the HTML that it makes of it.
var mermaidSigns = strings.NewReplacer("#", "#35;", `"`, "#quot;", "&", "#amp;", "<", "#lt;", ">", "#gt;", "`", "#96;", `\`, "#92;",
	"*", "#42;", "_", "#95;", "[", "#91;", "]", "#93;", "(", "#40;", ")", "#41;", "{", "#123;", "}", "#125;", "|", "#124;", ";", "#59;",
	":", "#58;", "%", "#37;", "$", "#36;")

// mermaidLists are the beginnings that Mermaid takes for a list in Markdown, which it can't draw.
var mermaidLists = regexp.MustCompile(`^(?:[0-9]+\.|[-+])`)

func mermaidText(s string) string {
	s = oneLine(s)
	begin := len(mermaidLists.FindString(s))
	if begin > 0 {
		return s[:begin-1] + fmt.Sprintf("#%d;", s[begin-1]) + mermaidSigns.Replace(s[begin:])
	}
	return mermaidSigns.Replace(s)
}

// writeMermaid writes a flowchart. Nodes are numbered: Mermaid's own names can be neither "end" nor hold signs.
func writeMermaid(w io.Writer, p *picture) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "flowchart LR")
	number := map[graph.ID]int{}
	for i, n := range p.nodes() {
		number[n.ID()] = i + 1
		shape := [2]string{"[", "]"}
		if n.ID().Kind() == graph.KindArticle {
			shape = [2]string{"([", "])"}
		}
		fmt.Fprintf(out, "    n%d%s\"%s\"%s\n", i+1, shape[0], mermaidText(n.Name()), shape[1])
	}
	for _, l := range p.links {
		arrow := "-->"
		if l.Need() == graph.Recommended || l.Status() == graph.Suggested {
			arrow = "-.->"
		}
		if text := remark(l); text != "" {
			arrow += "|" + strconv.Quote(text) + "|"
		}
		fmt.Fprintf(out, "    n%d %s n%d\n", number[l.Before().ID()], arrow, number[l.After().ID()])
	}
	return out.Flush()
}

// dotSigns escape a quoted text of DOT; "&" begins an entity in what is shown.
var dotSigns = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\r", " ")

func dotText(s string) string { return `"` + dotSigns.Replace(s) + `"` }

func dotLabel(s string) string {
	return dotText(strings.ReplaceAll(oneLine(s), "&", "&amp;"))
}

// writeDot writes a graph in the language of Graphviz.
func writeDot(w io.Writer, p *picture) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "digraph readfirst {\n\trankdir=LR;\n\tnode [shape=box, style=rounded];")
	for _, n := range p.nodes() {
		more := ""
		if n.ID().Kind() == graph.KindArticle {
			more = ", shape=note"
		}
		if n.URL() != "" {
			more += ", URL=" + dotText(n.URL())
		}
		fmt.Fprintf(out, "\t%s [label=%s%s];\n", dotText(string(n.ID())), dotLabel(n.Name()), more)
	}
	for _, l := range p.links {
		var more []string
		if text := remark(l); text != "" {
			more = append(more, "label="+dotLabel(text))
		}
		if l.Need() == graph.Recommended || l.Status() == graph.Suggested {
			more = append(more, "style=dashed")
		}
		attributes := ""
		if len(more) > 0 {
			attributes = " [" + strings.Join(more, ", ") + "]"
		}
		fmt.Fprintf(out, "\t%s -> %s%s;\n", dotText(string(l.Before().ID())), dotText(string(l.After().ID())), attributes)
	}
	fmt.Fprintln(out, "}")
	return out.Flush()
}

// The elements of GraphML (http://graphml.graphdrawing.org), as far as they are needed.
type graphml struct {
	XMLName xml.Name  `xml:"http://graphml.graphdrawing.org/xmlns graphml"`
	Keys    []xmlKey  `xml:"key"`
	Nodes   []xmlNode `xml:"graph>node"`
	Edges   []xmlEdge `xml:"graph>edge"`
}

type xmlKey struct {
	ID   string `xml:"id,attr"`
	For  string `xml:"for,attr"`
	Name string `xml:"attr.name,attr"`
	Type string `xml:"attr.type,attr"`
}

type xmlNode struct {
	ID   string    `xml:"id,attr"`
	Data []xmlData `xml:"data"`
}

type xmlEdge struct {
	ID     string    `xml:"id,attr"`
	Source string    `xml:"source,attr"`
	Target string    `xml:"target,attr"`
	Data   []xmlData `xml:"data"`
}

type xmlData struct {
	Key  string `xml:"key,attr"`
	Text string `xml:",chardata"`
}

// attribute is a name and a value of a node or an edge.
type attribute struct{ name, value string }

func nodeAttributes(n graph.Subject) []attribute {
	list := []attribute{{"name", n.Name()}, {"kind", strings.ToUpper(n.ID().Kind().String())}, {"url", n.URL()}}
	switch n := n.(type) {
	case graph.Concept:
		list = append(list, attribute{"module", n.Module()}, attribute{"status", n.Status().String()})
	case graph.Article:
		list = append(list, attribute{"minutes", strconv.Itoa(n.Minutes().Total)})
	}
	return list
}

func edgeAttributes(l graph.Link) []attribute {
	list := []attribute{{"need", l.Need().String()}, {"anyOf", l.AnyOf()}, {"origin", l.Origin().String()}, {"linkStatus", l.Status().String()}, {"why", l.Why()}}
	if confidence, inferred := l.Confidence(); inferred {
		list = append(list, attribute{"confidence", strconv.FormatFloat(confidence, 'g', -1, 64)})
	}
	return list
}

func xmlDataOf(list []attribute) []xmlData {
	var data []xmlData
	for _, a := range list {
		if a.value != "" {
			data = append(data, xmlData{a.name, a.value})
		}
	}
	return data
}

func writeGraphML(w io.Writer, p *picture) error {
	doc := graphml{}
	for _, of := range []struct {
		what  string
		names []string
	}{{"node", []string{"name", "kind", "url", "module", "status", "minutes"}}, {"edge", []string{"need", "anyOf", "origin", "linkStatus", "why", "confidence"}}} {
		for _, name := range of.names {
			kind := map[string]string{"minutes": "int", "confidence": "double"}[name]
			if kind == "" {
				kind = "string"
			}
			shown := name
			if name == "linkStatus" { // ids of keys are unique, names needn't be
				shown = "status"
			}
			doc.Keys = append(doc.Keys, xmlKey{name, of.what, shown, kind})
		}
	}
	for _, n := range p.nodes() {
		doc.Nodes = append(doc.Nodes, xmlNode{string(n.ID()), xmlDataOf(nodeAttributes(n))})
	}
	for _, l := range p.links {
		doc.Edges = append(doc.Edges, xmlEdge{string(l.ID()), string(l.Before().ID()), string(l.After().ID()), xmlDataOf(edgeAttributes(l))})
	}
	text, err := xml.MarshalIndent(&doc, "", "  ")
	if err != nil {
		return err
	}
	directed := strings.Replace(string(text), "<graph>", `<graph edgedefault="directed">`, 1)
	_, err = io.WriteString(w, xml.Header+directed+"\n")
	return err
}

type element struct {
	Data map[string]any `json:"data"`
}

// writeCytoscape writes elements as Cytoscape.js and Cytoscape read them.
func writeCytoscape(w io.Writer, p *picture) error {
	var doc struct {
		Elements struct {
			Nodes []element `json:"nodes"`
			Edges []element `json:"edges"`
		} `json:"elements"`
	}
	doc.Elements.Nodes, doc.Elements.Edges = []element{}, []element{}
	data := func(id graph.ID, list []attribute) map[string]any {
		fields := map[string]any{"id": id}
		for _, a := range list {
			name := map[string]string{"linkStatus": "status"}[a.name]
			if name == "" {
				name = a.name
			}
			if fields[name] = a.value; a.name == "minutes" || a.name == "confidence" {
				fields[name] = json.Number(a.value)
			} else if a.value == "" {
				fields[name] = nil
			}
		}
		return fields
	}
	for _, n := range p.nodes() {
		doc.Elements.Nodes = append(doc.Elements.Nodes, element{data(n.ID(), nodeAttributes(n))})
	}
	for _, l := range p.links {
		fields := data(l.ID(), edgeAttributes(l))
		fields["source"], fields["target"] = l.Before().ID(), l.After().ID()
		doc.Elements.Edges = append(doc.Elements.Edges, element{fields})
	}
	e := encoder(w)
	e.SetIndent("", "  ")
	return e.Encode(&doc)
}
