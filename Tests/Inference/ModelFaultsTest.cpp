// Faulty model files: the error says what is wrong; hostile bytes never crash.
#include "Inference/Refused.h"

#include <catch2/catch.hpp>

using namespace solus;
using nlohmann::json;

namespace {

/// Parses a model whose metadata are changed after writing.
void parseWith(const std::function<void(std::map<std::string, std::string>&)>& change) {
    SafetensorsFile file = readSafetensors(smallModel().bytes(), "f");
    change(file.metadata);
    Model::parse(writeSafetensors(file, Storage::f32), "test.safetensors");
}

} // namespace

TEST_CASE("faulty metadata are named") {
    using Map = std::map<std::string, std::string>;
    CHECK_NOTHROW(parseWith([](Map&) {}));
    for (const char* key : {"format", "version", "name", "kind", "sample_rate", "stft", "features", "layers"})
        CHECK_THROWS_WITH(parseWith([&](Map& m) { m.erase(key); }), Catch::Contains(key));
    CHECK_THROWS_WITH(parseWith([](Map& m) { m["format"] = "x"; }), Catch::Contains("not a Solus model"));
    CHECK_THROWS_WITH(parseWith([](Map& m) { m["version"] = "5"; }), Catch::Contains("newer Solus"));
    CHECK_THROWS_WITH(parseWith([](Map& m) { m["kind"] = "toaster"; }),
                      Catch::Contains("isolator or embedder"));
    CHECK_THROWS_WITH(parseWith([](Map& m) { m["name"] = "a\nb"; }), Catch::Contains("one line"));
    CHECK_THROWS_WITH(parseWith([](Map& m) { m["sample_rate"] = "44100"; }), Catch::Contains("48000"));
    CHECK_THROWS_WITH(parseWith([](Map& m) { m["stft"] = "{"; }), Catch::Contains("stft is not valid JSON"));
    CHECK_THROWS_WITH(parseWith([](Map& m) { m["stft"] = "{\"fft\":1e30,\"hop\":1}"; }),
                      Catch::Contains("STFT"));
    CHECK_THROWS_WITH(parseWith([](Map& m) { m["features"] = "{\"type\":\"smell\"}"; }),
                      Catch::Contains("smell"));
    CHECK_THROWS_WITH(
        parseWith([](Map& m) { m["features"] = "{\"type\":\"log_erb\",\"bands\":2000000000}"; }),
        Catch::Contains("bands"));
    CHECK_THROWS_WITH(parseWith([](Map& m) { m["layers"] = "{}"; }), Catch::Contains("not a list"));
    CHECK_THROWS_WITH(parseWith([](Map& m) { m["layers"] = "[]"; }), Catch::Contains("at least one layer"));
    CHECK_THROWS_WITH(parseWith([](Map& m) { m["layers"] = std::string(100'000, '['); }),
                      Catch::Contains("deeply"));
    CHECK_THROWS_WITH(parseWith([](Map& m) { m.erase("score"); }), Catch::Contains("score"));
    CHECK_THROWS_WITH(parseWith([](Map& m) { m["score"] = "{\"type\":\"cosine\"}"; }),
                      Catch::Contains("scale"));
    CHECK_THROWS_WITH(parseWith([](Map& m) { m["score"] = "{\"type\":\"abs_difference\"}"; }),
                      Catch::Contains("score.weight"));
    CHECK_THROWS_WITH(parseWith([](Map& m) { m["kind"] = "denoiser"; }), Catch::Contains("mask"));
    CHECK_THROWS_WITH(
        parseWith([](Map& m) { m["kind"] = "denoiser", m["mask"] = "{\"type\":\"bin_gains\"}"; }),
        Catch::Contains("not what its mask takes"));
    const std::string bands = "{\"type\":\"band_gains\",\"scale\":\"erb\",\"bands\":";
    CHECK_THROWS_WITH(parseWith([&](Map& m) { m["kind"] = "denoiser", m["mask"] = bands + "4}"; }),
                      Catch::Contains("not what its mask takes"));
    CHECK_THROWS_WITH(
        parseWith([&](Map& m) { m["kind"] = "denoiser", m["mask"] = bands + "3,\"low_hz\":1e9}"; }),
        Catch::Contains("low < high"));
    CHECK_NOTHROW(parseWith([&](Map& m) { m["kind"] = "denoiser", m["mask"] = bands + "3}"; }));
    const auto late = [&](Map& m) { m["kind"] = "denoiser", m["mask"] = bands + "3,\"look_ahead\":2}"; };
    CHECK_THROWS_WITH(parseWith(late), Catch::Contains("version 3"));
    CHECK_NOTHROW(parseWith([&](Map& m) { late(m), m["version"] = "3"; }));
    const auto held = [&](Map& m) {
        m["kind"] = "denoiser", m["version"] = "3", m["mask"] = bands + "3,\"every\":2}";
    };
    CHECK_THROWS_WITH(parseWith(held), Catch::Contains("version 4"));
    CHECK_NOTHROW(parseWith([&](Map& m) { held(m), m["version"] = "4"; }));
    CHECK_THROWS_WITH(parseWith([&](Map& m) { m["kind"] = "isolator", m["mask"] = bands + "3}"; }),
                      Catch::Contains("voice_embedder"));
    CHECK_THROWS_WITH(parseWith([&](Map& m) {
                          m["kind"] = "isolator", m["mask"] = bands + "3}", m["voice_embedder"] = "x";
                      }),
                      Catch::Contains("needs a layer of type voice"));
}

TEST_CASE("faulty uses of a voice are named") {
    const auto build = [](const std::function<void(ModelBuilder&)>& change) {
        ModelBuilder b(4);
        b.model.kind = "isolator";
        b.model.voiceEmbedder = "any";
        b.meaning = {{"type", "band_gains"}, {"scale", "erb"}, {"bands", 4}};
        b.layer({{"type", "voice"}, {"name", "voice"}, {"values", 4}});
        change(b);
        b.layer({{"type", "sigmoid"}, {"name", "gain"}});
        return b.build();
    };
    const auto told = [](const json& from) {
        return [from](ModelBuilder& b) {
            b.layer({{"type", "scale_shift"}, {"name", "told"}, {"from", from}});
        };
    };
    CHECK_NOTHROW(build(told({"input", "voice", "voice"})));
    CHECK_THROWS_WITH(build(told({"input", "voice"})), Catch::Contains("three inputs"));
    CHECK_THROWS_WITH(build([](ModelBuilder& b) {
                          b.layer({{"type", "voice"}, {"name", "again"}, {"values", 4}});
                      }),
                      Catch::Contains("the second"));
    CHECK_THROWS_WITH(build([](ModelBuilder& b) { b.model.kind = "denoiser"; }),
                      Catch::Contains("only an isolator"));
}

TEST_CASE("faulty masks are refused in words") {
    using Map = std::map<std::string, std::string>;
    const json good{{"type", "band_filter"}, {"scale", "erb"},   {"bands", 1}, {"low_hz", 50},
                    {"high_hz", 20000},      {"filter_bins", 1}, {"taps", 1}};
    const auto parseMask = [](const std::string& mask) {
        parseWith([&](Map& m) { m["kind"] = "denoiser", m["mask"] = mask; });
    };
    const auto with = [&](const char* key, const json& value) {
        json changed = good;
        changed[key] = value;
        return changed.dump();
    };
    const auto without = [&](const char* key) {
        json changed = good;
        changed.erase(key);
        return changed.dump();
    };
    CHECK_NOTHROW(parseMask(good.dump())); // 1 gain + 2 x 1 x 1: the three values of smallModel
    CHECK_NOTHROW(parseMask(without("low_hz")));
    for (const char* key : {"type", "scale", "bands", "filter_bins", "taps"})
        CHECK_THROWS_WITH(parseMask(without(key)),
                          Catch::StartsWith("test.safetensors: ") && Catch::Contains(key));
    for (const json& value :
         {json(0), json(-1), json(33), json(1ull << 40), json(1e30), json(1.5), json("2"), json(nullptr)})
        CHECK_THROWS_WITH(parseMask(with("taps", value)),
                          Catch::Contains("taps, a whole number from 1 to 32"));
    for (const json& value : {json(0), json(514), json(-5), json(4294967297), json(json::array())})
        CHECK_THROWS_WITH(parseMask(with("filter_bins", value)),
                          Catch::Contains("filter_bins, a whole number from 1 to 513"));
    for (const json& value : {json(0), json(514), json(18446744073709551615ull), json(true)})
        CHECK_THROWS_WITH(parseMask(with("bands", value)),
                          Catch::Contains("bands, a whole number from 1 to 513"));
    CHECK_THROWS_WITH(parseMask(with("taps", 2)),
                      Catch::Contains("returns 3 values, which is not what its mask takes: 5"));
    CHECK_THROWS_WITH(parseMask(with("filter_bins", 513)), Catch::Contains("not what its mask takes: 1027"));
    CHECK_THROWS_WITH(parseMask(with("type", "band_magic")),
                      Catch::Contains("band_magic") && Catch::Contains("band_filter"));
    CHECK_THROWS_WITH(parseMask(with("type", 3)), Catch::Contains("type"));
    CHECK_THROWS_WITH(parseMask(with("scale", "bark")), Catch::Contains("bark"));
    CHECK_THROWS_WITH(parseMask(with("low_hz", "low")), Catch::Contains("low_hz must be a number"));
    CHECK_THROWS_WITH(parseMask(with("high_hz", 1e9)), Catch::Contains("low < high"));
    CHECK_THROWS_WITH(parseMask("[1]"), Catch::Contains("JSON object with a type"));
    CHECK_THROWS_WITH(parseMask(R"({"type":"bin_magnitudes"})"),
                      Catch::Contains("features of type magnitude") && Catch::Contains("log_erb"));
}

TEST_CASE("an embedder cannot have features that need spectra") {
    const auto parseFeatures = [](const json& features) {
        parseWith([&](std::map<std::string, std::string>& m) { m["features"] = features.dump(); });
    };
    json features{{"type", "erb_detail"}, {"bands", 4}, {"detail_bins", 8}, {"phase_bins", 0}};
    CHECK_NOTHROW(parseFeatures(features));
    features["detail_bins"] = 6;
    features["phase_bins"] = 1; // still 12 values
    CHECK_THROWS_WITH(parseFeatures(features), Catch::Contains("embedder") && Catch::Contains("phase_bins"));
    features["phase_bins"] = 514;
    CHECK_THROWS_WITH(parseFeatures(features), Catch::Contains("phase_bins must lie in"));
}

TEST_CASE("faulty magnitude features are refused in words") {
    const auto parseFeatures = [](const char* features) {
        parseWith([&](std::map<std::string, std::string>& m) { m["features"] = features; });
    };
    CHECK_THROWS_WITH(parseFeatures(R"({"type":"magnitude"})"), Catch::Contains("gru")); // 513 values, not 12
    for (const char* power : {"0", "-0.5", "1.01", "1e30"})
        CHECK_THROWS_WITH(
            parseFeatures((std::string(R"({"type":"magnitude","power":)") + power + "}").c_str()),
            Catch::Contains("power must lie in 0.1 ... 1"));
    for (const char* frames : {"-1", "100001", "2000000000"})
        CHECK_THROWS_WITH(
            parseFeatures((std::string(R"({"type":"magnitude","level_frames":)") + frames + "}").c_str()),
            Catch::Contains("level_frames must lie in"));
    CHECK_THROWS_WITH(parseFeatures(R"({"type":"magnitude","power":"one"})"), Catch::Contains("features"));
    CHECK_THROWS_WITH(parseFeatures(R"({"type":"magnitude","running_mean_frames":5})"),
                      Catch::Contains("running_mean_frames"));
}

TEST_CASE("truncations and bit flips of a model never crash") {
    for (Storage storage : {Storage::f32, Storage::f16}) {
        const auto bytes = smallModel().bytes(storage);
        int refused = 0, accepted = 0;
        const auto attempt = [&](const std::vector<std::byte>& changed) {
            try {
                const auto model = Model::parse(changed, "hostile");
                Network network(model);
                const std::vector<float> frame(static_cast<size_t>(network.inputSize()), 0.1f);
                network.process(frame.data());
                ++accepted;
            } catch (const Error& e) {
                CHECK(std::string(e.what()).find('\n') == std::string::npos);
                ++refused;
            }
        };
        for (size_t length = 0; length < bytes.size(); ++length)
            attempt({bytes.begin(), bytes.begin() + length});
        CHECK(accepted == 0);
        for (size_t position = 0; position < bytes.size(); ++position)
            for (int bit : {0, 3, 5, 7}) {
                auto changed = bytes;
                changed[position] ^= static_cast<std::byte>(1 << bit);
                attempt(changed);
            }
        std::mt19937 random(9);
        for (int i = 0; i < 2000; ++i) { // several bytes at once
            auto changed = bytes;
            for (int k = 0; k < 4; ++k)
                changed[random() % 1200 % bytes.size()] = static_cast<std::byte>(random() & 255);
            attempt(changed);
        }
        CHECK(refused > 3000);
        CHECK(accepted > 100); // flips of weights and of free text leave a valid model
    }
}
