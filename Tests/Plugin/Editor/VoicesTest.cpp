// Voices in the editor: enrolled from a recording or the microphone, imported, renamed; no other voice is lost.
#include "Face.h"

#include "Engine/VoiceFolder.h"

#include <algorithm>
#include <catch2/catch.hpp>

TEST_CASE("A dropped recording teaches a voice, a dropped voice is taken in", "[editor]") {
    toy::Face face;
    face.show();
    const juce::File recording(juce::String(SOLUS_RESOURCES) + "/Demo/enrol-2.flac");
    REQUIRE(face.editor->isInterestedInFileDrag({recording.getFullPathName()}));
    CHECK_FALSE(face.editor->isInterestedInFileDrag({"/tmp/letter.txt"}));
    face.editor->filesDropped({recording.getFullPathName()}, 10, 10);
    CHECK(face.editor->voiceCard().learning());
    for (int i = 0;
         i < 300 && face.processor.enrolment().status().phase == solus::EnrolmentStatus::Phase::reading; ++i)
        toy::Face::wait(50);
    REQUIRE(face.processor.enrolment().status().phase == solus::EnrolmentStatus::Phase::done);
    toy::Face::wait(100);
    toy::titled<juce::Button>(*face.editor, "Done").triggerClick();
    toy::Face::wait(100);
    CHECK_FALSE(face.editor->voiceCard().learning());
    REQUIRE(face.processor.voices().list().size() == 1);
    CHECK(face.processor.voices().list().front().print.name == "enrol-2");
    CHECK_NOTHROW(toy::titled<solus::VoiceRow>(*face.editor, "enrol-2"));

    const auto file = juce::File::createTempFile(".voice");
    toy::voice("Anna").save(file.getFullPathName().toStdString());
    face.editor->filesDropped({file.getFullPathName()}, 10, 10);
    file.deleteFile();
    CHECK(face.processor.voices().list().size() == 2);
    CHECK_NOTHROW(toy::titled<solus::VoiceRow>(*face.editor, "Anna"));
    toy::titled<solus::VoiceRow>(*face.editor, "Anna").triggerClick();
    toy::Face::wait(100);
    CHECK_FALSE(face.processor.voices().list().back().active);
}

TEST_CASE("A voice that is renamed takes its file along", "[editor]") {
    toy::Face face({"Anna", "Ben"});
    solus::VoiceFolder().save(toy::voice("Anna"));
    toy::titled<solus::VoiceRow>(*face.editor, "Anna").onRename("Anna B");
    toy::Face::wait(50);
    CHECK(face.processor.voices().list().front().print.name == "Anna B");
    CHECK_FALSE(juce::File(solus::VoiceFolder().fileOf("Anna")).existsAsFile());
    CHECK(juce::File(solus::VoiceFolder().fileOf("Anna B")).existsAsFile());
    CHECK_NOTHROW(toy::titled<solus::VoiceRow>(*face.editor, "Anna B"));
    toy::titled<solus::VoiceRow>(*face.editor, "Anna B").onRename("Ben"); // taken
    toy::Face::wait(50);
    CHECK(face.processor.voices().list().front().print.name == "Anna B");
    CHECK_FALSE(face.processor.message().empty());
    juce::File(solus::VoiceFolder().fileOf("Anna B")).deleteFile();
}

TEST_CASE("No voice of another session is overwritten: not by a name that is proposed, nor by a new name",
          "[editor]") {
    auto stranger = toy::voice("My voice");
    solus::VoiceFolder().save(stranger);
    toy::Face face({"Anna"}); // a session that does not know that voice
    CHECK(face.processor.voices().freeName() == "Voice 2");
    toy::titled<solus::VoiceRow>(*face.editor, "Anna").onRename("My voice");
    toy::Face::wait(50);
    CHECK(face.processor.voices().list().front().print.name == "Anna");
    CHECK_FALSE(face.processor.message().empty());
    CHECK(solus::VoicePrint::load(solus::VoiceFolder().fileOf("My voice")) == stranger);

    solus::VoiceFolder().save(toy::voice("Anna"));
    toy::titled<solus::VoiceRow>(*face.editor, "Anna").onRename("a/b"); // the same words as everywhere
    toy::Face::wait(50);
    CHECK(face.processor.voices().list().front().print.name == "Anna");
    CHECK(face.processor.message() == "\"a/b\": cannot be the name of a voice: it contains '/'");
    CHECK(solus::VoiceFolder().has("Anna"));
    CHECK_FALSE(solus::VoiceFolder().has("a_b"));
    for (const char* name : {"My voice", "Anna"}) juce::File(solus::VoiceFolder().fileOf(name)).deleteFile();
}

TEST_CASE("A voice of another speaker model is learnt again by one click and a recording", "[editor]") {
    toy::Face face;
    auto old = toy::voice("Anna");
    old.embedderHash = "an earlier speaker model";
    face.processor.voices().add(old);
    face.show();
    auto& row = toy::titled<solus::VoiceRow>(*face.editor, "Anna");
    const bool on = row.getToggleState();
    row.triggerClick();
    toy::Face::wait(100);
    CHECK(row.getToggleState() == on);
    REQUIRE(face.editor->voiceCard().learning());
    face.editor->filesDropped({juce::String(SOLUS_RESOURCES) + "/Demo/enrol-2.flac"}, 10, 10);
    for (int i = 0;
         i < 300 && face.processor.enrolment().status().phase == solus::EnrolmentStatus::Phase::reading; ++i)
        toy::Face::wait(50);
    toy::Face::wait(100);
    toy::titled<juce::Button>(*face.editor, "Done").triggerClick();
    toy::Face::wait(100);
    CHECK_FALSE(face.editor->voiceCard().learning());
    REQUIRE(face.processor.voices().list().size() == 1);
    CHECK(face.processor.voices().list().front().print.name == "Anna");
    CHECK(face.processor.voices().list().front().usable);
    juce::File(solus::VoiceFolder().fileOf("Anna")).deleteFile();
}

TEST_CASE("A recording without sound says so, and cancel leaves no voice", "[editor]") {
    toy::Face face;
    face.show();
    toy::titled<juce::Button>(*face.editor, "Learn a voice").triggerClick();
    toy::Face::wait(100);
    REQUIRE(face.editor->voiceCard().learning());
    toy::titled<juce::Button>(*face.editor, "Record").triggerClick();
    toy::Face::wait(100);
    CHECK(face.processor.enrolment().recording());
    CHECK(toy::titled(*face.editor, "Stop and keep").isVisible());
    auto& panel = toy::titled<solus::LearnPanel>(*face.editor, "Learn a voice");
    CHECK_FALSE(panel.hint().startsWith("No input"));
    toy::Face::wait(2000);
    CHECK(panel.hint().startsWith("No input"));
    face.editor = std::make_unique<solus::Editor>(face.processor); // closed and opened while it records
    CHECK(face.editor->voiceCard().learning());
    face.show();
    toy::titled<juce::Button>(*face.editor, "Cancel").triggerClick();
    toy::Face::wait(100);
    CHECK_FALSE(face.processor.enrolment().recording());
    CHECK_FALSE(face.editor->voiceCard().learning());
    CHECK(face.processor.voices().list().empty());
}

TEST_CASE("A voice that only shares its name with a file leaves the file alone", "[editor]") {
    auto stranger = toy::voice("Anna");
    std::reverse(stranger.embedding.begin(), stranger.embedding.end());
    solus::VoiceFolder().save(stranger);
    toy::Face face({"Anna"}); // of a session from elsewhere
    toy::titled<solus::VoiceRow>(*face.editor, "Anna").onRename("Guest");
    toy::Face::wait(50);
    CHECK(face.processor.voices().list().front().print.name == "Guest");
    CHECK(solus::VoicePrint::load(solus::VoiceFolder().fileOf("Anna")) == stranger);
    juce::File(solus::VoiceFolder().fileOf("Anna")).deleteFile();
}

TEST_CASE("A voice that is taken in never replaces another one of its name", "[editor]") {
    toy::Face face({"Anna"});
    const auto before = face.processor.voices().list().front().print;
    auto other = before;
    std::reverse(other.embedding.begin(), other.embedding.end());
    const auto file = juce::File::createTempFile(".voice");
    other.save(file.getFullPathName().toStdString());
    for (int times = 0; times < 2; ++times) { // the second time it is known already
        face.processor.voices().importFile(file.getFullPathName().toStdString());
        const auto list = face.processor.voices().list();
        REQUIRE(list.size() == 2);
        CHECK(list[0].print == before);
        CHECK(list[1].print.name == "Anna 2");
        CHECK(list[1].print.embedding == other.embedding);
    }
    file.deleteFile();
}

TEST_CASE("A voice is called as its file is; the newest may pass", "[editor]") {
    for (const auto& name : solus::VoiceFolder().names())
        juce::File(solus::VoiceFolder().fileOf(name)).deleteFile();
    auto old = toy::voice("Anna");
    old.created = "2020-01-01T00:00:00Z";
    const auto newer = toy::voice("Anna");
    solus::VoiceFolder().save(newer);
    const auto copy = juce::File(solus::VoiceFolder().fileOf("Anna backup"));
    old.save(copy.getFullPathName().toStdString());
    solus::SolusProcessor processor;
    const auto voices = processor.voices().list();
    REQUIRE(voices.size() == 2);
    CHECK(voices[0].print == newer);
    CHECK(voices[0].active);
    CHECK(voices[1].print.name == "Anna backup");
    CHECK_FALSE(voices[1].active);
    copy.deleteFile();
    juce::File(solus::VoiceFolder().fileOf("Anna")).deleteFile();
}
