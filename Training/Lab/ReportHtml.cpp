// The report as one self-contained HTML page.
#include "Base/Error.h"
#include "Base/Text.h"
#include "Lab/HtmlText.h"
#include "Lab/Report.h"

#include <fstream>
#include <iterator>
#include <sstream>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

constexpr const char* style = R"(
:root{--ground:#fbfbfa;--card:#fff;--text:#1b2027;--second:#5b6673;--line:#e3e6ea;--accent:#0f766e;--soft:#e6f4f2}
@media(prefers-color-scheme:dark){:root{--ground:#0e1116;--card:#151a21;--text:#e6eaf0;--second:#8a94a2;--line:#262d37;
--accent:#5eead4;--soft:#16302f}.plot{background:#fff}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--text);font:16px/1.6 Inter,system-ui,sans-serif}
main{max-width:980px;margin:0 auto;padding:40px 24px 80px}h1{font-size:32px;line-height:1.2;margin:0 0 6px}
h2{font-size:20px;margin:44px 0 12px}p{margin:0 0 14px;max-width:72ch}.lead{color:var(--second);font-size:18px;margin-bottom:26px}
.math{font:17px/1.9 'Latin Modern Math','STIX Two Math',Cambria,serif;background:var(--card);border:1px solid var(--line);
border-radius:10px;padding:14px 20px;margin:18px 0;white-space:pre-wrap}
table{border-collapse:collapse;margin:10px 0 6px;font-variant-numeric:tabular-nums;display:block;overflow-x:auto}
th,td{padding:6px 16px 6px 0;border-bottom:1px solid var(--line);text-align:left}th{color:var(--second);font-weight:500}
td.n,th.n{text-align:right}.value{font-weight:600}.caption,figcaption{color:var(--second);font-size:14px;margin:2px 0 22px}
figure{margin:16px 0}img{max-width:100%;border-radius:8px;border:1px solid var(--line);display:block}
audio{width:100%;max-width:520px;display:block}pre{background:var(--card);border:1px solid var(--line);border-radius:10px;
padding:12px 16px;overflow-x:auto;font-size:14px;margin:6px 0 18px}.facts{color:var(--second);font-size:14px}
.net{max-width:100%;height:auto;margin:8px 0}.net .box{fill:var(--card);stroke:var(--line)}.net .in{fill:var(--soft);stroke:none}
.net text{fill:var(--text);font-size:13px}.net .layer{font-weight:600}.net .shape,.net .count{fill:var(--second)}
.net .bar{fill:var(--accent)}.net .wire{fill:none;stroke:var(--second);stroke-width:1.5}
)";

/// Escapes text and marks up `code` between backquotes.
std::string inlineText(const std::string& text) {
    std::string result;
    bool code = false;
    for (char c : htmlText(text)) {
        if (c != '`') {
            result += c;
            continue;
        }
        result += code ? "</code>" : "<code>";
        code = !code;
    }
    return result + (code ? "</code>" : "");
}

std::string paragraphs(const std::string& text) {
    std::string result;
    for (size_t from = 0; from < text.size();) {
        const size_t end = std::min(text.find("\n\n", from), text.size());
        result += "<p>" + inlineText(text.substr(from, end - from)) + "</p>\n";
        from = end + 2;
    }
    return result;
}

/// RFC 4648.
std::string base64(const std::string& bytes) {
    static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string result;
    result.reserve(bytes.size() * 4 / 3 + 4);
    for (size_t i = 0; i < bytes.size(); i += 3) {
        const size_t left = std::min<size_t>(3, bytes.size() - i);
        std::uint32_t word = 0;
        for (size_t k = 0; k < 3; ++k)
            word = word << 8 | (k < left ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (size_t k = 0; k < 4; ++k) result += k <= left ? letters[word >> (18 - 6 * k) & 63] : '=';
    }
    return result;
}

/// A data URI of a file beside the report.
std::string inlined(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw Error(file.string() + ": missing, but the report shows it");
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    const std::string extension = file.extension();
    const char* type = extension == ".png"    ? "image/png"
                       : extension == ".flac" ? "audio/flac"
                       : extension == ".svg"  ? "image/svg+xml"
                                              : "audio/wav";
    return "data:" + std::string(type) + ";base64," + base64(bytes);
}

bool isNumber(const std::string& cell) {
    return !cell.empty() && cell.find_first_not_of("0123456789.,+-–±%x× ") == std::string::npos;
}

struct HtmlWriter {
    std::ostringstream& out;
    const fs::path& folder;

    void operator()(const Heading& heading) const { out << "<h2>" << htmlText(heading.text) << "</h2>\n"; }
    void operator()(const Paragraph& paragraph) const { out << paragraphs(paragraph.text); }
    void operator()(const Table& table) const {
        out << "<table><thead><tr>";
        for (size_t i = 0; i < table.head.size(); ++i)
            out << (i > 0 ? "<th class='n'>" : "<th>") << htmlText(table.head[i]) << "</th>";
        out << "</tr></thead><tbody>\n";
        for (const auto& cells : table.rows) {
            out << "<tr>";
            for (const auto& cell : cells)
                out << (isNumber(cell) ? "<td class='n'>" : "<td>") << inlineText(cell) << "</td>";
            out << "</tr>\n";
        }
        out << "</tbody></table><p class='caption'>" << inlineText(table.caption) << "</p>\n";
    }
    void operator()(const PictureFile& picture) const {
        out << "<figure><img class='plot' src='" << inlined(folder / picture.file) << "' alt=\""
            << htmlText(picture.caption) << "\"><figcaption>" << inlineText(picture.caption)
            << "</figcaption></figure>\n";
    }
    void operator()(const SoundFile& sound) const {
        out << "<figure><audio controls preload='metadata' aria-label=\"" << htmlText(sound.caption)
            << "\" src='" << inlined(folder / sound.file) << "'></audio><figcaption>"
            << inlineText(sound.caption) << "</figcaption></figure>\n";
    }
};

} // namespace

std::string reportHtml(const Report& report, const fs::path& folder, const ReportHead& head,
                       const Story& story) {
    std::ostringstream out;
    out << "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' "
           "content='width=device-width,initial-scale=1'><title>"
        << htmlText(head.name) << "</title><style>" << style << "</style></head><body><main>\n<h1>"
        << htmlText(head.name) << "</h1><p class='lead'>" << htmlText(head.description) << "</p>\n"
        << paragraphs(story.idea);
    if (!story.equations.empty()) {
        out << "<div class='math'>";
        for (size_t i = 0; i < story.equations.size(); ++i)
            out << (i ? "\n" : "") << htmlText(story.equations[i]);
        out << "</div>\n";
    }
    if (!story.networks.empty()) out << "<h2>Network</h2>\n";
    for (const auto& sketch : story.networks)
        out << "<figure>" << sketchSvg(sketch) << "<figcaption>" << htmlText(sketch.name)
            << (sketch.name.empty() ? "" : ", ") << grouped(sketch.parameters())
            << " parameters</figcaption></figure>\n";
    if (!report.results().empty()) {
        out << "<h2>Results</h2><table><thead><tr><th></th><th "
               "class='n'>here</th><th>elsewhere</th></tr></thead><tbody>\n";
        for (const auto& result : report.results())
            out << "<tr><td>" << htmlText(result.name) << "</td><td class='n value'>"
                << htmlText(result.text()) << "</td><td>" << htmlText(result.anchor) << "</td></tr>\n";
        out << "</tbody></table>\n";
    }
    for (const auto& block : report.blocks()) std::visit(HtmlWriter{out, folder}, block);
    out << "<h2>Try next</h2>\n";
    for (const auto& [command, why] : story.next)
        out << "<p>" << inlineText(why) << "</p><pre>" << htmlText(command) << "</pre>\n";
    out << "<h2>This run</h2><pre>" << htmlText(head.command) << "</pre><p class='facts'>"
        << htmlText(head.date) << ", " << clockTime(head.seconds) << " on " << htmlText(head.machine)
        << ", seed " << head.seed << "</p>" << paragraphs(head.changes)
        << "<details><summary>Every option</summary><table><tbody>\n";
    for (const auto& [option, value] : head.options)
        out << "<tr><td>" << htmlText(option) << "</td><td>" << htmlText(value) << "</td></tr>\n";
    out << "</tbody></table></details>\n</main></body></html>\n";
    return out.str();
}

} // namespace solus::train
