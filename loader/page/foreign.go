package page

import (
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/tree"
)

// foreignKeys are what site generators (Hugo, Zola, Jekyll, Docusaurus,
// Astro, Obsidian and others) write into front matter. A flat page of ours may have them.
var foreignKeys = strings.Fields(`
	title subtitle description summary excerpt abstract date lastmod updated modified created published publishDate pubDate
	expiryDate slug draft series series_order part tags tag categories category keywords topics taxonomies authors author
	lang language locale url permalink canonical canonical_url canonicalURL canonicalUrl aliases redirect_from layout template
	type weight order nav_order sidebar_position sidebar_label sidebar toc comments share math mermaid featured pinned
	cover image images thumbnail banner hero resources params extra cascade outputs sitemap build headless markup menu menus
	linkTitle isCJKLanguage translationKey readingTime reading_time time in_search_index insert_anchor_links
	render hide_title hide_table_of_contents pagination_label pagination_next pagination_prev custom_edit_url cssclass cssclasses
	publish uid zotero noindex robots version status parent grand_parent has_children permalinks`)

// readForeign reads the keys that site generators agree on well enough.
// What is odd about them is no fault: they aren't ours.
func (r *reader) readForeign(root *tree.Node) {
	p := r.page
	p.Name = first(root, "title")
	p.Summary = first(root, "description", "summary", "excerpt")
	p.Date = first(root, "date", "pubDate", "publishDate").Value
	p.Slug = first(root, "slug").Value
	p.Lang = first(root, "lang", "language", "locale").Value
	p.Draft = strings.EqualFold(first(root, "draft").Value, "true")
	for _, key := range []string{"canonical", "canonical_url", "canonicalURL", "canonicalUrl", "url", "permalink"} {
		if address := first(root, key).Value; p.URL == "" && graph.AddressSlug(address) != "" {
			p.URL = address
		}
	}
	for _, key := range []string{"author", "authors"} {
		if n := root.Get(key); n != nil && p.Author == "" {
			p.Author = authors(n)
		}
	}
	p.Series = first(root, "series")
	if !p.Series.Given() {
		p.Series = first(root.Table("taxonomies"), "series")
	}
	quiet := reader{page: &Page{}, faults: new(graph.Faults)}
	for _, key := range []string{"part", "series_order"} {
		if n := root.Get(key); n != nil && p.Part == 0 && p.Series.Given() {
			p.Part = quiet.number(n, key)
		}
	}
}

// first gives the first single value among the keys; of a list its first item.
func first(root *tree.Node, keys ...string) Text {
	for _, key := range keys {
		n := root.Get(key)
		if n != nil && n.Shape == tree.List && len(n.List) > 0 {
			n = n.List[0]
		}
		if n == nil || n.Shape != tree.Scalar || n.Null {
			continue
		}
		if value := strings.TrimSpace(n.Text); value != "" {
			return Text{value, n.Line}
		}
	}
	return Text{}
}

// authors joins the names of one or several authors, written as names or as
// tables with a name.
func authors(n *tree.Node) string {
	switch {
	case n.Shape == tree.Table:
		return first(n, "name").Value
	case n.Shape == tree.List:
		var names []string
		for _, item := range n.List {
			if name := authors(item); name != "" {
				names = append(names, name)
			}
		}
		return strings.Join(names, ", ")
	case n.Null:
		return ""
	}
	return strings.TrimSpace(n.Text)
}
