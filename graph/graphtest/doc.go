// Package graphtest holds what tests of the graph share: the drawn fixture
// (fixture.go), the worked cases (cases.go: input, graph, answer), the suite that
// every store passes (suite.go and suite_….go), and the validator of reading
// lists (validate.go).
package graphtest
