//! What stands outside the project is read as it is, and nothing is opened that may never end.

use std::fs;
use std::os::unix::fs::symlink;

use tempfile::tempdir;

use crate::disk::Outside;
use crate::disk::read_piped;
use crate::schema::Files;

#[test]
fn names_are_sorted_and_folders_are_marked() {
    let folder = tempdir().unwrap();
    fs::create_dir_all(folder.path().join("a/folder")).unwrap();
    fs::create_dir(folder.path().join("a/.git")).unwrap();
    fs::write(folder.path().join("a/z.yaml"), "z").unwrap();
    fs::write(folder.path().join("a/b.yaml"), "b\r\n").unwrap();
    symlink("folder", folder.path().join("a/link")).unwrap();
    let outside = Outside::from(folder.path());
    assert_eq!(outside.list("a").unwrap().unwrap(), ["b.yaml", "folder/", "link/", "z.yaml"]);
    assert_eq!(outside.list("a/b.yaml"), Ok(None));
    assert_eq!(outside.list("a/b.yaml/c"), Ok(None));
    assert_eq!(outside.list("nowhere"), Ok(None));
    assert_eq!(outside.read("a/b.yaml"), Ok(Some("b\n".to_owned())));
    assert_eq!(outside.read("a/nothing.yaml"), Ok(None));
}

#[test]
fn what_cannot_be_read_says_why() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("a.yaml"), b"\xff").unwrap();
    let outside = Outside::from(folder.path());
    assert_eq!(outside.read("a.yaml"), Err("it cannot be read: line 1 is not UTF-8 text".to_owned()));
    assert_eq!(outside.read("."), Err("it cannot be read: it is not a regular file".to_owned()));
    assert_eq!(read_piped(&mut &b"\xff"[..]).unwrap_err().to_string(), "cannot read `-`: it is not UTF-8 text");
    assert_eq!(read_piped(&mut &b"a: 1\r\n"[..]).unwrap().text, "a: 1\n");
}
