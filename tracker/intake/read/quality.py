"""Measure whether a text is one that people can read: rubbish of a broken font must not become proposals."""

from tracker.errors import InputError

#: The characters that make up most of any Chinese text of offices and newspapers.
COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理"
    "起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没"
    "结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强"
    "放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真"
    "务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千"
    "周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县"
    "局照参红细引听该铁价严企业务促推升优创服供链智绿融贷款项目协监督考核扶贫奖补贴税免营商境费制造投"
)
_FEW, _SHARE = 30, 0.25
RUBBISH = "读出来的文字不成句（字体没有带文字信息），无法使用；请把原文另存为 .docx，或复制文字后粘贴进来。"
MISREAD = "读出来的文字不成句，多半是文字编码不对；请另存为 UTF-8 文本或 .docx，或复制文字后粘贴进来。"
BLANK = "文件里只有空白，没有可读的文字；请重新选择文件，或把原文粘贴进来。"
NO_TEXT = "文件里没有文字（多半是扫描件），请先用文字识别软件转成文字，再粘贴进来。"


def common_share(text: str) -> float:
    """Return the share of common characters among all that are neither blanks, figures nor Latin letters."""
    letters = [c for c in text if ord(c) > 0x2FF and c not in "，。、；：？！“”‘’（）《》—…·　"]
    return sum(c in COMMON for c in letters) / len(letters) if letters else 1.0


def reads_well(text: str) -> bool:
    """Tell whether a text is short or mostly of common characters."""
    bare = "".join(text.split())
    return len(bare) < _FEW or common_share(bare) >= _SHARE


def check_readable(text: str, *, scanned: bool = True) -> None:
    """Raise InputError for a text that is empty or rubbish; `scanned` tells whether it may be one of pictures."""
    bare = "".join(text.split())
    if len(bare) < 5:
        raise InputError(NO_TEXT if scanned else BLANK)
    marks = bare.count("\ufffd") + sum(0xE000 <= ord(c) <= 0xF8FF for c in bare)
    if marks > len(bare) / 10 or not reads_well(text):
        raise InputError(RUBBISH if scanned else MISREAD)
