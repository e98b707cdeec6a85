//! The README's table is the code's table.

use whose_quota::verdict::TABLE;

#[test]
fn the_readme_shows_every_row_of_the_decision_table_as_it_is() {
    let readme = std::fs::read_to_string("README.md").expect("README.md");
    for row in TABLE {
        let banner = if row.banner { "yes" } else { "–" };
        let line = format!(
            "| {} | {} | {} | {} | {banner} |",
            row.number,
            row.known,
            row.pool.name(),
            row.grade.name()
        );
        assert!(readme.contains(&line), "README.md lacks the row\n{line}");
    }
}
