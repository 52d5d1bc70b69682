//! What Dockerfiles copy, instruction by instruction.

use crate::code::dockerfile::read;
use crate::text::Place;
use crate::text::Source;

/// What is copied behind a `FROM`.
fn copies(text: &str) -> Vec<String> {
    copied(&format!("FROM scratch\n{text}\n"))
}

fn copied(text: &str) -> Vec<String> {
    read(&Source::new("Dockerfile", text)).copies.into_iter().map(|copy| copy.source).collect()
}

fn bases(text: &str) -> Vec<String> {
    read(&Source::new("Dockerfile", text)).bases.into_iter().map(|base| base.text).collect()
}

const NOTHING: [&str; 0] = [];

#[test]
fn every_source_but_the_target_is_copied() {
    assert_eq!(copies("COPY a b/c d/"), ["a", "b/c"]);
    assert_eq!(copies("ADD a.tar.gz /x"), ["a.tar.gz"]);
    assert_eq!(copies("copy a b\nAdd c d"), ["a", "c"]);
    assert_eq!(copies("COPY [\"a b\", \"c\\u0064\", \"/x\"]"), ["a b", "cd"]);
    assert_eq!(copies("COPY --chown=1:1 --chmod=644 [\"a\",\"b\"]"), ["a"]);
    assert_eq!(copies("COPY --link --parents --exclude=*.pyc --chown=$U a/./b /x"), ["a/b"]);
    assert_eq!(copies("COPY *.txt src/**/[ab]?.py /x"), ["*.txt", "src/**/[ab]?.py"]);
    assert_eq!(copies("ONBUILD COPY a /x\nonbuild add b /y"), ["a", "b"]);
    assert_eq!(copies("COPY a"), NOTHING);
    assert_eq!(copies("COPY\nADD\nCOPY --link\nCOPY []\nONBUILD\nONBUILD ONBUILD COPY a b"), NOTHING);
}

#[test]
fn paths_lose_what_says_nothing() {
    assert_eq!(copies("COPY ./a /b/ c// ../d a/../e /x"), ["a", "b", "c", "d", "e"]);
    assert_eq!(copies("COPY . /x\nCOPY ./ /x\nCOPY / /x\nADD [\".\", \"/x\"]"), [".", ".", ".", "."]);
}

#[test]
fn what_comes_from_elsewhere_is_no_file_of_the_repository() {
    assert_eq!(copies("COPY --from=build /a /b\nCOPY --link --from=nginx:1 /a /b"), NOTHING);
    assert_eq!(copies("ADD https://host/a /b\nADD git@host:a/b.git /c\nADD git://host/a /b"), NOTHING);
    assert_eq!(copies("ADD --checksum=sha256:00 https://host/a b /c"), ["b"]);
}

#[test]
fn here_documents_are_no_files_and_no_instructions() {
    assert_eq!(copies("COPY <<EOF /a\nCOPY b /c\nEOF\nCOPY d /e"), ["d"]);
    assert_eq!(copies("RUN <<-'EOF' bash\n\tCOPY a /b\n\tEOF\nCOPY c /d"), ["c"]);
    assert_eq!(copies("COPY <<one <<\"two\" x /d/\nCOPY a b\none\nCOPY c d\ntwo\nCOPY e /f"), ["x", "e"]);
    assert_eq!(copies("RUN cat <<EOF > /x && echo\nCOPY a /b\nEOF\nCOPY c /d"), ["c"]);
    assert_eq!(copies("RUN cat <<< EOF\nCOPY a /b"), ["a"]);
    assert_eq!(copies("RUN <<EOF\nCOPY a /b\n"), NOTHING);
    assert_eq!(copies("RUN [\"<<EOF\"]\nCOPY a /b"), ["a"]);
    assert_eq!(copies("CMD <<EOF\nCOPY a /b"), ["a"]);
}

#[test]
fn lines_go_on_behind_a_backslash_and_over_comments() {
    assert_eq!(copies("COPY a \\\n  b \\  \n\n  # c\n  d /x\nCOPY e /x"), ["a", "b", "d", "e"]);
    assert_eq!(copies("COPY a\\\nb /x"), ["ab"]);
    assert_eq!(copies("RUN echo \\\n  COPY a /x\n# COPY b /x\n   # COPY c /x"), NOTHING);
    assert_eq!(copies("COPY a \\\r\n b /x\r\n"), ["a", "b"]);
    assert_eq!(copied("# escape=`\nFROM a\nCOPY b `\n c\\d /x\\\nCOPY e /x"), ["b", "c/d", "e"]);
    assert_eq!(copied("# syntax=a/b:1\n#escape = `\nFROM a\nCOPY b `\n c /x"), ["b", "c"]);
    assert_eq!(copied("# a comment\n# escape=`\nFROM a\nCOPY b \\\n c /x"), ["b", "c"]);
    assert_eq!(copied("\u{feff}COPY a /x"), ["a"]);
}

#[test]
fn variables_have_their_defaults_and_a_star_stands_for_what_is_unknown() {
    assert_eq!(copies("ARG A=x B='y z'\nCOPY $A/${B} /t"), ["x/y z"]);
    assert_eq!(copies("ENV A=x B=\"$A/y\"\nENV C x y\nCOPY $A.txt ${B} $C /t"), ["x.txt", "*/y", "x y"]);
    assert_eq!(copies("ARG A\nCOPY ${A}/b $C-d $TARGETARCH /t"), ["*/b", "*-d", "*"]);
    assert_eq!(copies("COPY $A$B/**/c /t"), ["*/**/c"]);
    assert_eq!(copies("COPY ${A:-x} ${A-y} ${A:-${B:-z}} ${A:+w} /t"), ["x", "y", "z", "*"]);
    assert_eq!(copies("ARG A=x\nCOPY ${A:-y} ${A:+z} ${A%x} /t"), ["x", "z", "*"]);
    assert_eq!(copies("COPY \\$A '$B' \"c\" ${d /t"), ["$A", "$B", "c", "*"]);
    assert_eq!(copied("ARG A=x\nFROM a\nCOPY $A /t\nARG A\nCOPY $A /t\nARG A=y\nCOPY $A /t"), ["*", "x", "y"]);
    assert_eq!(copied("FROM a AS one\nENV A=x\nFROM one\nCOPY $A /t\nFROM b\nCOPY $A /t"), ["x", "*"]);
    assert_eq!(copies("ARG A=x\nENV A=y\nCOPY $A /t"), ["y"]);
}

#[test]
fn a_bind_mount_reads_the_build_context() {
    let run = |mount: &str| copies(&format!("RUN --mount={mount} make"));
    assert_eq!(run("type=bind,source=a/b,target=/x"), ["a/b"]);
    assert_eq!(run("src=./a,target=/x"), ["a"]);
    assert_eq!(run("type=bind,target=/x"), ["."]);
    assert_eq!(run("type=bind,from=build,source=a,target=/x"), NOTHING);
    assert_eq!(run("type=cache,source=a,target=/x"), NOTHING);
    assert_eq!(
        copies(
            "RUN --network=none --mount=type=secret,id=a \\\n  --mount=type=bind,source=b,target=/b make --mount=source=c"
        ),
        ["b"]
    );
}

#[test]
fn bases_are_images_and_no_earlier_stages() {
    assert_eq!(
        bases("FROM a:1 AS one\nFROM ONE as two\nFROM two\nFROM b@sha256:00\nFROM scratch\n"),
        ["a:1", "b@sha256:00"]
    );
    assert_eq!(bases("FROM later\nFROM x AS later\n"), ["later", "x"]);
    assert_eq!(bases("FROM --platform=$BUILDPLATFORM a AS b\n"), ["a"]);
    assert_eq!(
        bases("ARG V=3.11\nARG R\nFROM python:${V}-slim\nFROM ${R:-docker.io}/x:$R\n"),
        ["python:3.11-slim", "docker.io/x:*"]
    );
    assert_eq!(bases("FROM\nFROM --platform=x\n"), NOTHING);
}

#[test]
fn a_copy_stands_where_its_source_is_written() {
    let source = Source::new("Dockerfile", "# 한글\nFROM a\nCOPY a \\\n  b/ [x\nADD [\"c\", \"d\"]\n");
    let found = read(&source);
    let places = found.copies.iter().map(|copy| Place::new(&source, copy.span));
    let places: Vec<String> = places.map(|place| format!("{place} {}", place.text())).collect();
    assert_eq!(places, ["Dockerfile:3:6 a", "Dockerfile:4:3 b/", "Dockerfile:5:6 \"c\""]);
    assert_eq!(Place::new(&source, found.bases[0].span).to_string(), "Dockerfile:2:6");
}

#[test]
fn values_that_double_with_each_line_end_somewhere() {
    let lines: String = (1..200).flat_map(|line| [format!("ARG A{line}=$A{0}${{A{0}}}\n", line - 1)]).collect();
    assert_eq!(copies(&format!("ARG A0=xyz\n{lines}COPY $A2 $A199 /t")), ["xyz".repeat(4), "*".to_owned()]);
}

#[test]
fn any_text_is_read() {
    for text in [
        "",
        "\0",
        "FROM \\",
        "COPY \\\n",
        "COPY [\"a",
        "RUN <<",
        "RUN <<-",
        "ENV",
        "ENV =",
        "ARG =",
        "COPY ${ a",
        "COPY $ a",
        "`",
        "# escape=",
        "COPY '",
        "COPY \"a",
        "한글 한글",
        "COPY ${한} 글 x",
    ] {
        let _ = read(&Source::new("Dockerfile", text));
    }
}
