// `solus models` and `solus info`.
#include "Shell.h"

#include "Engine/Models.h"

using namespace shell;

TEST_CASE("models: exactly one default, and one for files; facts that fit the model") {
    const Place place;
    const auto outcome = place.run("solus models --json");
    REQUIRE(outcome.code == 0);
    int defaults = 0, forFiles = 0;
    for (const auto& line : outcome.json()) {
        const auto model = solus::builtInModel(line["name"]);
        CHECK(model->kind == "denoiser");
        CHECK(line["parameters"] == model->parameters);
        CHECK(line["bytes"] == model->bytes);
        CHECK(line["latency_samples"] > 0);
        CHECK(line["latency_samples"] <= 2880); // 60 ms
        if (line["default"] == true) ++defaults;
        if (line["default_for_files"] == true) ++forFiles;
    }
    CHECK(defaults == 1);
    CHECK(forFiles == 1);
    CHECK_THAT(place.run("solus models").out, Catch::Contains(solus::defaultDenoiserName));
}

TEST_CASE("every listed model denoises") {
    const Place place;
    save(place, "in.wav", makeAudio(0.5));
    for (const auto& line : place.run("solus models --json").json()) {
        const std::string name = line["name"];
        CHECK(place.run("solus denoise in.wav out.wav --model " + name).code == 0);
        CHECK(place
                  .run("solus denoise in.wav file.wav --model " SOLUS_RESOURCES "/Models/" + name +
                       ".safetensors")
                  .code == 0);
        CHECK(place.readBytes("out.wav") == place.readBytes("file.wav"));
    }
}

TEST_CASE("info of audio, models and voices") {
    const Place place;
    save(place, "a.flac", makeAudio(1.5, 44100, 2, solus::SampleFormat::pcm24));
    const auto audio = place.run("solus info a.flac --json").json();
    REQUIRE(audio.size() == 1);
    CHECK(audio[0]["type"] == "audio");
    CHECK(audio[0]["format"] == "flac");
    CHECK(audio[0]["bits"] == 24);
    CHECK(audio[0]["sample_rate"] == 44100);
    CHECK(audio[0]["channels"] == 2);
    CHECK(audio[0]["seconds"] == Approx(1.5));

    const auto model =
        place.run("solus info " SOLUS_RESOURCES "/Models/denoise-ibm.safetensors --json").json();
    REQUIRE(model.size() == 1);
    CHECK(model[0]["type"] == "model");
    CHECK(model[0]["kind"] == "denoiser");
    CHECK(model[0]["latency_samples"] > 0);
    CHECK(model[0]["layers"].is_array());
    CHECK(place.run("solus info denoise-ibm").code == 0);
    CHECK(place.run("solus info live --json").json().at(0)["name"] == "denoise-live");

    REQUIRE(place.run("solus enroll v.voice " SOLUS_RESOURCES "/Demo/enrol-1.flac").code == 0);
    const auto voice = place.run("solus info v.voice --json").json();
    REQUIRE(voice.size() == 1);
    CHECK(voice[0]["type"] == "voice");
    CHECK(voice[0]["name"] == "v");
    CHECK(voice[0]["embedder"] == solus::defaultEmbedderName);
    CHECK(voice[0]["seconds"] > 1.0);
    CHECK(place.run("solus info v.voice").code == 0);
}
