// The before/after picture is valid: right size, not uniform, darker after than before where there is only noise.
#include "Demo/SpectrogramPicture.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <png.h>
#include <random>
#include <stdexcept>
#include <unistd.h>
#include <vector>

using namespace solus;
namespace fs = std::filesystem;

namespace {

struct Image {
    int width = 0, height = 0;
    std::vector<unsigned char> grey;

    double brightness(double fromX, double toX, int fromY, int toY) const { // x relative to the panels
        double sum = 0.0;
        int count = 0;
        const int span = PictureLayout::right - PictureLayout::left;
        for (int y = fromY + 4; y < toY - 4; ++y)
            for (int x = PictureLayout::left + static_cast<int>(fromX * span) + 3;
                 x < PictureLayout::left + static_cast<int>(toX * span) - 3; ++x, ++count)
                sum += grey[static_cast<size_t>(y * width + x)];
        return sum / count;
    }
};

Image decode(const std::string& path) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    if (!png_image_begin_read_from_file(&png, path.c_str())) throw std::runtime_error(png.message);
    png.format = PNG_FORMAT_GRAY;
    Image image{static_cast<int>(png.width), static_cast<int>(png.height),
                std::vector<unsigned char>(PNG_IMAGE_SIZE(png))};
    if (!png_image_finish_read(&png, nullptr, image.grey.data(), 0, nullptr))
        throw std::runtime_error(png.message);
    return image;
}

} // namespace

TEST_CASE("a picture of noise before and quieter noise after") {
    std::mt19937 random(1);
    std::normal_distribution<float> normal(0.0f, 0.05f);
    std::vector<float> before(96000), after(96000);
    for (size_t n = 0; n < before.size(); ++n) {
        before[n] = normal(random) + (n > 48000 ? 0.3f * std::sin(0.05f * static_cast<float>(n)) : 0.0f);
        after[n] = 0.05f * before[n];
    }
    const auto path =
        fs::temp_directory_path() / ("solus-picture-test-" + std::to_string(::getpid()) + ".png");
    writeSpectrogramPicture(path, {"it's before", before, 48000}, {"after", after, 48000});
    const Image image = decode(path);
    CHECK(image.width == PictureLayout::width);
    CHECK(image.height == PictureLayout::height);
    const double top = image.brightness(0.0, 0.45, PictureLayout::topFrom, PictureLayout::topTo);
    const double bottom = image.brightness(0.0, 0.45, PictureLayout::bottomFrom, PictureLayout::bottomTo);
    CHECK(top > bottom + 20.0);
    CHECK(bottom > 14.0); // brighter than the background: something is drawn
    fs::remove(path);
}

TEST_CASE("./demo's program: SI-SDR rises, both verdicts are right, and the picture shows the noise gone") {
    const auto out = fs::temp_directory_path() / ("solus-demo-test-" + std::to_string(::getpid()));
    fs::remove_all(out);
    const std::string command =
        std::string(SOLUS_DEMO) + " " + SOLUS_RESOURCES + "/Demo " + out.string() + " >/dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
    const Image image = decode(out / "voice-in-rain.png");
    // The first 1.2 of 9 seconds are only rain.
    const double before = image.brightness(0.02, 0.12, PictureLayout::topFrom, PictureLayout::topTo);
    const double after = image.brightness(0.02, 0.12, PictureLayout::bottomFrom, PictureLayout::bottomTo);
    CHECK(before > after + 15.0);
    CHECK(fs::file_size(out / "voice-in-rain.cleaned.wav") > 800000);
    CHECK(fs::file_size(out / "noisy-room.cleaned.wav") > 200000);
}
