//! The lines of a source file that a code frame shows.
//!
//! Pages are often minified to one line, and hostile. So a frame never gets the file: it gets the few lines around what
//! is marked, clean, the long ones cut, with the numbers that they have in the file.

use super::clean::{clean, clean_source};
use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Bytes of the longest line that is shown whole.
const LONGEST: usize = 300;
/// Most bytes shown on either side of a mark in a longer line.
const AROUND: usize = 120;
/// Most bytes shown of a mark in a longer line.
const MARK: usize = 160;
/// Most lines that a mark covers; of a longer one the first line is marked.
const LINES: usize = 5;

/// A source file, and where its lines begin.
#[derive(Debug)]
pub(super) struct Source {
    text: Arc<str>,
    starts: Vec<usize>,
}

/// Something to point at.
pub(super) struct Mark {
    /// Bytes of the source file.
    pub(super) bytes: Range<usize>,
    /// Column of the first, from 1.
    pub(super) column: usize,
    /// What is said of it.
    pub(super) label: String,
}

/// A few lines of a file.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    rows: Vec<Row>,
    labels: Vec<LabeledSpan>,
    columns: Vec<(usize, usize)>,
}

/// A line, as a run of an excerpt's text without its line end.
#[derive(Debug)]
struct Row {
    number: usize,
    start: usize,
    end: usize,
}

/// A run of the file that stands, unchanged in length, in an excerpt.
struct Run {
    file: Range<usize>,
    at: usize,
}

impl Source {
    pub(super) fn new(text: Arc<str>) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Source { text, starts }
    }

    /// The line that holds a byte.
    fn line_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|&start| start <= byte).saturating_sub(1)
    }

    /// The bytes of a line, without its end.
    fn line(&self, line: usize) -> Range<usize> {
        let start = self.starts[line];
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let end = if self.text[start..end].ends_with('\r') { end - 1 } else { end };
        start..end
    }

    /// The nearest place at or before a byte where a character begins.
    fn floor(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }

    /// A mark inside the file, not longer than a frame can show; `None` where the file has no such bytes.
    fn within(&self, bytes: &Range<usize>) -> Option<Range<usize>> {
        if bytes.start >= self.text.len() || bytes.end <= bytes.start {
            return None;
        }
        let start = self.floor(bytes.start);
        let mut end = self.floor(bytes.end).max(start);
        let first = self.line_of(start);
        if self.line_of(end) >= first + LINES {
            end = self.line(first).end.max(start);
        }
        Some(start..end)
    }
}

impl Excerpt {
    /// The lines around the marks, the first of which is what it is all about. `None` where that is not in the file.
    pub(super) fn new(source: &Source, name: &str, marks: &[Mark], width: usize) -> Option<Self> {
        source.within(&marks.first()?.bytes)?;
        let marks: Vec<(Range<usize>, &Mark)> =
            marks.iter().filter_map(|mark| Some((source.within(&mark.bytes)?, mark))).collect();
        let mut lines = BTreeSet::new();
        for (bytes, _) in &marks {
            let last = source.line_of(bytes.end) + 1;
            lines.extend(source.line_of(bytes.start).saturating_sub(1)..=last.min(source.starts.len() - 1));
        }
        let mut text = String::new();
        let mut rows = Vec::new();
        let mut runs: Vec<Run> = Vec::new();
        for line in lines {
            let start = text.len();
            let whole = source.line(line);
            let mut before = whole.start;
            for shown in windows(source, &whole, &marks, width) {
                if shown.start > before {
                    text.push_str(if before > whole.start { " … " } else { "… " });
                }
                before = shown.end;
                runs.push(Run { file: shown.clone(), at: text.len() });
                text.push_str(&clean_source(&source.text[shown]));
            }
            if before < whole.end {
                text.push_str(" …");
            }
            rows.push(Row { number: line + 1, start, end: text.len() });
            text.push('\n');
        }
        let mut labels = Vec::new();
        let mut columns = Vec::new();
        for (index, (bytes, mark)) in marks.iter().enumerate() {
            let start = place(&runs, bytes.start);
            let span = SourceSpan::new(start.into(), place(&runs, bytes.end).saturating_sub(start));
            let label = (!mark.label.is_empty()).then(|| clean(&mark.label));
            labels.push(match index {
                0 => LabeledSpan::new_primary_with_span(label, span),
                _ => LabeledSpan::new_with_span(label, span),
            });
            columns.push((start, mark.column));
        }
        Some(Excerpt { name: clean(name), text, rows, labels, columns })
    }

    /// The marks, as places in the excerpt.
    pub(super) fn labels(&self) -> &[LabeledSpan] {
        &self.labels
    }

    fn row_of(&self, byte: usize) -> Option<usize> {
        self.rows.iter().position(|row| (row.start..=row.end).contains(&byte))
    }

    /// Whether one line comes right after the other in the file.
    fn adjoin(&self, row: usize) -> bool {
        self.rows.get(row + 1).is_some_and(|next| next.number == self.rows[row].number + 1)
    }
}

/// What is shown of a line: all of it, or what is around the marks in it, or its beginning.
fn windows(source: &Source, line: &Range<usize>, marks: &[(Range<usize>, &Mark)], width: usize) -> Vec<Range<usize>> {
    if line.len() <= LONGEST {
        return vec![line.clone()];
    }
    let mut windows: Vec<Range<usize>> = Vec::new();
    let mut here: Vec<&Range<usize>> =
        marks.iter().map(|(bytes, _)| bytes).filter(|bytes| bytes.start < line.end && bytes.end > line.start).collect();
    here.sort_by_key(|bytes| bytes.start);
    for bytes in here {
        let start = bytes.start.max(line.start);
        let end = bytes.end.min(line.end).min(start + MARK);
        let around = (width.saturating_sub(10 + end - start) / 2).clamp(16, AROUND);
        let shown = source.floor(start.saturating_sub(around).max(line.start))
            ..source.floor(end.saturating_add(around).min(line.end));
        match windows.last_mut() {
            Some(last) if shown.start <= last.end => last.end = last.end.max(shown.end),
            _ => windows.push(shown),
        }
    }
    if windows.is_empty() {
        windows.push(line.start..source.floor(line.start + AROUND.min(width)));
    }
    windows
}

/// Where a byte of the file stands in the excerpt; where it was cut away, the end of what was shown before it.
fn place(runs: &[Run], byte: usize) -> usize {
    let run = runs.iter().rev().find(|run| run.file.start <= byte);
    run.map_or(0, |run| run.at + byte.min(run.file.end) - run.file.start)
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let last_byte = (span.offset() + span.len()).saturating_sub(1).max(span.offset());
        let mut first = self.row_of(span.offset()).ok_or(MietteError::OutOfBounds)?;
        let mut last = self.row_of(last_byte).ok_or(MietteError::OutOfBounds)?;
        if (first..last).any(|row| !self.adjoin(row)) {
            return Err(MietteError::OutOfBounds);
        }
        // Without lines around it, only the place of the span is asked for.
        if before == 0 && after == 0 {
            let column =
                self.columns.iter().find(|(start, _)| *start == span.offset()).map_or(1, |(_, column)| *column);
            let data = self.text.as_bytes().get(span.offset()..span.offset() + span.len()).unwrap_or_default();
            let line = self.rows[first].number - 1;
            return Ok(Box::new(MietteSpanContents::new_named(
                self.name.clone(),
                data,
                *span,
                line,
                column.max(1) - 1,
                1,
            )));
        }
        for _ in 0..before {
            if first > 0 && self.adjoin(first - 1) {
                first -= 1;
            }
        }
        for _ in 0..after {
            if self.adjoin(last) {
                last += 1;
            }
        }
        let (start, end) = (self.rows[first].start, self.rows[last].end);
        let data = &self.text.as_bytes()[start..end];
        let span = SourceSpan::new(start.into(), end - start);
        let line = self.rows[first].number - 1;
        Ok(Box::new(MietteSpanContents::new_named(self.name.clone(), data, span, line, 0, last - first)))
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::{Excerpt, Mark, Source};

    fn mark(text: &str, what: &str) -> Mark {
        let start = text.find(what).unwrap_or(usize::MAX - 1000);
        Mark { bytes: start..start + what.len(), column: 1, label: "here".into() }
    }

    fn shown(excerpt: &Excerpt, label: usize) -> &str {
        let span = excerpt.labels()[label].inner();
        &excerpt.text[span.offset()..span.offset() + span.len()]
    }

    #[test]
    fn short_lines_stand_whole_with_their_neighbours() {
        let text = "one\r\ntwo\r\n<input checked>\r\nfour\r\nfive";
        let excerpt = Excerpt::new(&Source::new(text.into()), "a.html", &[mark(text, "<input checked>")], 80);
        let excerpt = excerpt.as_ref().expect("it is there");
        assert_eq!(excerpt.text, "two\n<input checked>\nfour\n");
        assert_eq!(excerpt.rows[0].number, 2);
        assert_eq!(shown(excerpt, 0), "<input checked>");
    }

    #[test]
    fn long_lines_are_cut_around_every_mark() {
        let text = format!("{}<input checked>{}<label>{}", "同".repeat(500), "x".repeat(900), "y".repeat(900));
        let marks = [mark(&text, "<input checked>"), mark(&text, "<label>")];
        let excerpt = Excerpt::new(&Source::new(text.as_str().into()), "a.html", &marks, 80).expect("it is there");
        assert!(excerpt.text.len() < 400, "{}", excerpt.text);
        assert_eq!(shown(&excerpt, 0), "<input checked>");
        assert_eq!(shown(&excerpt, 1), "<label>");
    }

    #[test]
    fn what_is_not_in_the_file_has_no_frame() {
        assert!(Excerpt::new(&Source::new("abc".into()), "a", &[mark("abc", "zzz")], 80).is_none());
        assert!(Excerpt::new(&Source::new("".into()), "a", &[mark("", "z")], 80).is_none());
    }

    #[test]
    fn spans_inside_a_character_do_no_harm() {
        let mark = Mark { bytes: 1..4, column: 1, label: String::new() };
        let excerpt = Excerpt::new(&Source::new("同意".into()), "a", &[mark], 80).expect("it is there");
        assert_eq!(shown(&excerpt, 0), "同");
    }
}
