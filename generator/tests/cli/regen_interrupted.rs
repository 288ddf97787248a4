//! Runs of `docwright regen` that are killed, that run at the same time, or that meet links and pipes.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::project::{Project, THING};

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// The files of the client without what an interrupted run leaves.
fn finished(project: &Project) -> Files {
    let is_left =
        |path: &PathBuf| path.components().any(|part| part.as_os_str().to_string_lossy().starts_with(".docwright-"));
    project.client_files().into_iter().filter(|(path, _)| !is_left(path)).collect()
}

/// Whether a run has the folder in which it writes, or left it, with or without files.
fn has_staged(client: &Path) -> bool {
    let mut names = fs::read_dir(client).unwrap().map(|entry| entry.unwrap().file_name());
    names.any(|name| name.to_string_lossy().starts_with(".docwright-"))
}

/// A spec with as many areas, and thus files to write.
fn write_areas(project: &Project, count: u32, word: &str) {
    for area in 0..count {
        let text = THING.replace("get_thing", &format!("get_{word}")).replace("GET: /things", &format!("GET: /{area}"));
        let text = text.replace("request: GET /things", &format!("request: GET /{area}"));
        project.write(&format!("spec/demo/area-{area}.yaml"), &text.replace("Thing", &format!("Thing{area}")));
    }
}

/// When a run is killed.
#[derive(Clone, Copy)]
enum Moment {
    /// After this many twentieths of the time that a whole run takes.
    After(u32),
    /// So many milliseconds after it began to write.
    Writing(u64),
    /// As soon as this file is replaced.
    Replaced(usize),
}

/// Kills a run; `places` are the files that it changes, with the text before.
fn kill_at(project: &Project, moment: Moment, time: Duration, places: &[(&PathBuf, &Vec<u8>)]) {
    let mut run = project.start_regen(&[]);
    let client = project.path("client");
    let is_writing = || has_staged(&client);
    let mut wait_until = |is_reached: &dyn Fn() -> bool| {
        while !is_reached() && run.try_wait().unwrap().is_none() {
            // The run needs the processor, too.
            std::thread::sleep(Duration::from_micros(100));
        }
    };
    match moment {
        Moment::After(twentieths) => std::thread::sleep(time * twentieths / 20),
        Moment::Writing(milliseconds) => {
            wait_until(&is_writing);
            std::thread::sleep(Duration::from_millis(milliseconds));
        }
        Moment::Replaced(number) => {
            let (path, before) = places[number % places.len()];
            let path = client.join(path);
            wait_until(&|| fs::read(&path).is_ok_and(|text| text != *before));
        }
    }
    let _ = run.kill();
    run.wait().unwrap();
}

#[test]
fn killed_runs_that_were_tried_leave_the_old_files_or_the_new_ones() {
    const KILLS: u32 = 60;
    const AREAS: u32 = 16;
    let project = Project::new();
    write_areas(&project, AREAS, "old");
    assert_eq!(project.run(&["regen"]).code, 0);
    let mut old = finished(&project);
    let mut words = ["new", "old"];
    write_areas(&project, AREAS, words[0]);
    let start = Instant::now();
    assert_eq!(project.run(&["regen"]).code, 0);
    let (mut new, time) = (finished(&project), start.elapsed());
    assert_ne!(old, new);
    // From here on, each run changes the files that the one before has written.
    std::mem::swap(&mut old, &mut new);
    words.reverse();
    let (mut tried, mut kept, mut replaced) = (0_u32, 0, 0);
    // On a busy machine, runs take longer than the first one did.
    while tried < KILLS || replaced == 0 && tried < 5 * KILLS {
        write_areas(&project, AREAS, words[0]);
        let moment = match tried % 3 {
            0 => Moment::After(tried / 2),
            1 => Moment::Writing(u64::from(tried / 6)),
            _ => Moment::Replaced(tried as usize),
        };
        let changed: Vec<_> = old.iter().filter(|(path, text)| new.get(*path) != Some(text)).collect();
        kill_at(&project, moment, time, &changed);
        let left = finished(&project);
        for (path, text) in &left {
            let is_whole = old.get(path) == Some(text) || new.get(path) == Some(text);
            assert!(is_whole, "{} is neither old nor new", path.display());
        }
        let lost = old.keys().find(|path| new.contains_key(*path) && !left.contains_key(*path));
        assert_eq!(lost, None, "a file is missing");
        tried += 1;
        kept += u32::from(left == old);
        replaced += u32::from(left == new);
        let check = project.run(&["regen", "--check"]);
        let is_done = left == new && !has_staged(&project.path("client"));
        assert_eq!(check.code, i32::from(!is_done), "{}", check.text);
        if left != old && left != new {
            assert!(check.text.contains("left by an interrupted run"), "{}", check.text);
        }
        assert_eq!(project.run(&["regen"]).code, 0);
        assert_eq!(project.client_files(), new, "the next run leaves the new files, and nothing of the one before");
        std::mem::swap(&mut old, &mut new);
        words.reverse();
    }
    println!(
        "killed runs: {tried} tried, {tried} survived: {kept} left the old files, {replaced} the new ones, the others whole files of both"
    );
    assert!(kept > 0 && replaced > 0, "of {tried} killed runs, {kept} left the old files and {replaced} the new ones");
}

/// What a run leaves that is killed between two of its renames, which a test cannot hit at will: some files renamed, the others
/// in the folder where all were written.
#[test]
fn a_run_that_ended_between_renames_is_noticed_and_done_again() {
    const FOLDER: &str = "client/.docwright-left";
    let project = Project::new();
    write_areas(&project, 40, "old");
    assert_eq!(project.run(&["regen"]).code, 0);
    let old = finished(&project);
    write_areas(&project, 40, "new");
    fs::remove_file(project.path("spec/demo/area-39.yaml")).unwrap();
    assert_eq!(project.run(&["regen"]).code, 0);
    let new = finished(&project);
    let changed: Vec<_> = new.iter().filter(|(path, text)| old.get(*path) != Some(text)).collect();
    let count = changed.len();
    assert!(count > 40);
    for renamed in [0, 1, 2, count / 2, count - 1, count] {
        for (path, text) in &old {
            fs::write(project.path("client").join(path), text).unwrap();
        }
        fs::create_dir(project.path(FOLDER)).unwrap();
        for (number, (path, text)) in changed.iter().enumerate() {
            let place = if number < renamed {
                project.path("client").join(path)
            } else {
                project.path(FOLDER).join(number.to_string())
            };
            fs::write(place, text).unwrap();
        }
        let check = project.run(&["regen", "--check"]);
        assert!(check.code == 1 && check.text.contains("left by an interrupted run"), "{renamed}: {}", check.text);
        assert_eq!(project.run(&["regen"]).code, 0);
        assert_eq!(project.client_files(), new, "{renamed} of {count} files were renamed");
    }
}

#[test]
fn runs_at_the_same_time_wait_for_each_other() {
    let project = Project::generated();
    let lock = File::open(project.path("client")).unwrap();
    lock.lock().unwrap();
    let mut runs = [&["--check"][..], &[]].map(|arguments| project.start_regen(arguments));
    for run in &mut runs {
        let mut message = String::new();
        BufReader::new(run.stderr.take().unwrap()).read_line(&mut message).unwrap();
        assert_eq!(message, "regen: waiting for another run in client\n");
        assert_eq!(run.try_wait().unwrap(), None);
    }
    lock.unlock().unwrap();
    for run in &mut runs {
        assert!(run.wait().unwrap().success());
    }
    lock.lock_shared().unwrap();
    let mut check = project.start_regen(&["--check"]);
    let mut message = String::new();
    BufReader::new(check.stderr.take().unwrap()).read_line(&mut message).unwrap();
    if message.contains("waiting") {
        check.kill().unwrap();
    }
    assert!(check.wait().unwrap().success(), "two checks do not wait for each other: {message}");
}

#[cfg(unix)]
mod links_and_pipes {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;
    use crate::project::SPEC;

    fn pipe(project: &Project, path: &str) {
        let _ = fs::remove_file(project.path(path));
        assert!(Command::new("mkfifo").arg(project.path(path)).status().unwrap().success());
    }

    #[test]
    fn nothing_is_written_through_a_link() {
        for linked in
            ["client", "client/src/demo", "client/src/demo/things.rs", "client/src/lib.rs", "client/Cargo.toml"]
        {
            let project = Project::generated();
            fs::rename(project.path(linked), project.path("elsewhere")).unwrap();
            symlink(project.path("elsewhere"), project.path(linked)).unwrap();
            project.write("spec/demo/things.yaml", &THING.replace("Gets a thing", "Gets one thing"));
            let before = project.modified();
            let run = project.run(&["regen"]);
            assert_eq!(run.code, 2, "{linked}: {}", run.text);
            assert!(run.text.contains("it is a link") && run.text.contains(linked), "{linked}: {}", run.text);
            assert_eq!(project.modified(), before, "{linked}");
        }
    }

    #[test]
    fn a_link_in_a_spec_is_not_read() {
        let project = Project::new();
        project.write("private", "hunter2: [\n");
        for linked in ["spec/demo/others.yaml", "spec/demo/errors.yaml", "spec/demo/pages.lock", "spec/loose.yaml"] {
            symlink(project.path("private"), project.path(linked)).unwrap();
            let command = if linked.ends_with("lock") { &["verify", "docs"][..] } else { &["check"][..] };
            let run = project.run(command);
            assert_eq!(run.code, 2, "{linked}: {}", run.text);
            assert!(run.text.contains("it is a link") && !run.text.contains("hunter2"), "{linked}: {}", run.text);
            fs::remove_file(project.path(linked)).unwrap();
        }
        project.write("shared/api.yaml", SPEC);
        symlink(project.path("shared"), project.path("spec/shared")).unwrap();
        let run = project.run(&["check"]);
        assert_eq!(run.code, 0, "the folder of an API can be a link: {}", run.text);
    }

    #[test]
    fn a_pipe_or_a_device_ends_the_run() {
        for (path, command) in [
            ("spec/demo/others.yaml", &["check"][..]),
            ("client/src/demo/things.rs", &["regen"]),
            ("client/src/lib.rs", &["regen", "--check"]),
            ("recorded.har", &["verify", "traffic", "recorded.har"]),
            ("page.md", &["capture", "page.md", "--api", "demo"]),
        ] {
            let project = Project::generated();
            pipe(&project, path);
            let run = project.run(command);
            assert_eq!(run.code, 2, "{path}: {}", run.text);
            assert!(run.text.contains("it is not a regular file"), "{path}: {}", run.text);
        }
        let project = Project::generated();
        for device in ["/dev/zero", "/dev/null"] {
            let run = project.run(&["verify", "traffic", device]);
            assert!(run.code == 2 && run.text.contains("it is not a regular file"), "{}", run.text);
        }
    }

    #[test]
    fn names_of_files_stay_in_their_line() {
        let project = Project::generated();
        let odd = "spec/demo/a\nerror: x\u{1b}[31m\u{202e}.yaml";
        project.write(odd, "types: {}\n");
        project.write("client/src/demo/b\n\u{202e}.rs", "// mine\n");
        let run = project.run(&["check"]);
        let shown = r"a\u{a}error: x\u{1b}[31m\u{202e}.yaml";
        assert!(run.code == 1 && run.text.contains(shown) && !run.text.contains('\u{1b}'), "{}", run.text);
        fs::remove_file(project.path(odd)).unwrap();
        let run = project.run(&["regen", "--check"]);
        assert!(run.code == 1 && run.text.contains(r"b\u{a}\u{202e}.rs"), "{}", run.text);
        for command in [&["verify", "traffic", "no\nwhere\u{202e}"][..], &["check", "--spec", "no\nwhere\u{202e}"]] {
            let run = project.run(command);
            assert!(run.code == 2 && run.text.contains(r"no\u{a}where\u{202e}"), "{}", run.text);
        }
    }
}
