package listing

// What listings in other formats are read by: the same words mean the same there.

// IsNoise says that a text is what blogs put between entries: "Read more", "5 min read", a date.
func IsNoise(text string) bool { return isNoise(text) || readLine.MatchString(text) }

// IsTagLine says that a text says what a page or entry is filed under: "Tag: ponds".
func IsTagLine(text string) bool { return isTagLine(text) }

// IsStatus says that a text is the status of a chapter: "Live", "Draft", "Coming soon".
func IsStatus(text string) bool { return isStatus(text) }

// IsLive says that what has this status can be read. What has none can.
func IsLive(status string) bool { return isLive(status) }

// IsKeyLine says that a text is a list of short items: key concepts.
func IsKeyLine(text string) bool { return isKeyLine(text) }

// Keys cuts a list of key concepts into its items.
func Keys(line Line) []Line { return splitKeyLine(line) }
