"""出文设置: what is fixed for all papers of this ledger."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from tracker.model.enums import RankBy
from tracker.model.paper_settings import FONTS_OF_PC, FONTS_OFFICIAL, PaperSettings
from tracker.ui.widgets.entry_checks import Checked
from tracker.ui.widgets.fields import ComboBox
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply

_FONTS = {FONTS_OF_PC: "按这台电脑的字体", FONTS_OFFICIAL: "总用公文规定的字体名"}
_CO_OFFICES = ("不附", "附在各单位推进情况后面")
#: The colours of the three levels, RRGGBB; a colour set elsewhere stays as it is.
COLOURS = {"蓝": "2B7CC9", "黄": "BE7A0A", "红": "CB3138", "橙": "C2571A", "绿": "2E7D4F", "黑": "000000"}
_OTHER = "原来的颜色"
_LEVELS = (("remind", "提醒"), ("urge", "催办"), ("supervise", "督办"))


class PaperSettingsDialog(FormDialog):
    """Names, heads, ranking, levels; `save` gets the new settings."""

    def __init__(
        self, settings: PaperSettings, save: Callable[[PaperSettings, Reply], None], parent: QWidget
    ) -> None:  # fmt: skip
        super().__init__("出文设置", "用于这本台账的全部公文", "保存", self._keep, parent, 680)
        self._settings, self._keep_settings = settings, save
        self.add_line("ledger_title", "台账标题", settings.ledger_title, Checked, required="台账标题不能空着")
        with self.side_by_side():
            self.add_line("issuer", "印发单位", settings.issuer, Checked, required="请写印发单位")
            self.add_line("recipients", "主送", settings.recipients, Checked)
            self.add_line("prefix", "代字", settings.prefix, Checked)
        with self.side_by_side():
            self.add_line("circular_mark", "通报的机关标志", settings.circular_mark, Checked, required="请写机关标志")
            self.add_line("brief_mark", "专报的机关标志", settings.brief_mark, Checked, required="请写机关标志")
        with self.side_by_side():
            self.add_line("contact", "联系人", settings.contact, Checked)
            self.add_line("phone", "电话", settings.phone, Checked)
        with self.side_by_side():
            self.rank_by = self.add_choice("rank_by", "排名依据", [each.word for each in RankBy])
            self.rank_by.setCurrentText(settings.rank_by.word)
            self.add_line("rank_least", "排名至少任务数", str(settings.rank_least), _check_count)
            self.fonts = self.add_choice("fonts", "字体", _FONTS.values())
            self.fonts.setCurrentText(_FONTS.get(settings.fonts, _FONTS[FONTS_OF_PC]))
            self.co_offices = self.add_choice("co_offices", "通报里的配合情况表", _CO_OFFICES)
            self.co_offices.setCurrentText(_CO_OFFICES[settings.co_offices])
        self.colours: dict[str, ComboBox] = {}
        for name, word in _LEVELS:
            level = getattr(settings, name)
            with self.side_by_side():
                self.add_line(f"{name}_word", f"{word}用的名称", level.word, Checked, required="请写名称")
                names = [*COLOURS, *([_OTHER] if level.colour not in COLOURS.values() else [])]
                self.colours[name] = self.add_choice(f"{name}_colour", "颜色", names)
                self.colours[name].setCurrentText(_colour_name(level.colour))
                self.add_line(f"{name}_days", "答复天数（0 不要求）", str(level.days), _check_count)

    def _keep(self, values: Values, reply: Reply) -> None:
        plain = ("ledger_title", "issuer", "recipients", "prefix", "circular_mark", "brief_mark", "contact", "phone")
        texts = {name: str(values[name] or "").strip() for name in plain}
        levels = {
            name: replace(
                getattr(self._settings, name),
                word=str(values[f"{name}_word"]).strip(),
                colour=COLOURS.get(self.colours[name].currentText(), getattr(self._settings, name).colour),
                days=int(str(values[f"{name}_days"] or 0)),
            )
            for name, _ in _LEVELS
        }
        wanted = replace(
            self._settings,
            **texts,  # type: ignore[arg-type]
            **levels,
            rank_by=RankBy.from_word(self.rank_by.currentText()) or self._settings.rank_by,
            rank_least=int(str(values["rank_least"] or 1)),
            co_offices=self.co_offices.currentText() == _CO_OFFICES[True],
            fonts=next(key for key, word in _FONTS.items() if word == self.fonts.currentText()),
        )
        self._keep_settings(wanted, reply)


class IssuerDialog(FormDialog):
    """Asks once who signs: papers with ××× in them cannot be signed."""

    def __init__(
        self, settings: PaperSettings, save: Callable[[PaperSettings, Reply], None], parent: QWidget
    ) -> None:  # fmt: skip
        super().__init__("谁来印发", "写在每份公文的落款里，以后可在“出文设置”里改", "保存", self._keep, parent)
        self._settings, self._keep_settings = settings, save
        self.add_line("issuer", "印发单位", "", Checked, required="请写印发单位", placeholder="如：市委督查室")
        with self.side_by_side():
            self.add_line("contact", "联系人", settings.contact, Checked)
            self.add_line("phone", "电话", settings.phone, Checked)

    def _keep(self, values: Values, reply: Reply) -> None:
        texts = {name: str(values[name] or "").strip() for name in ("issuer", "contact", "phone")}
        self._keep_settings(replace(self._settings, **texts), reply)  # type: ignore[arg-type]


def _colour_name(colour: str) -> str:
    return next((name for name, known in COLOURS.items() if known == colour), _OTHER)


def _check_count(text: str) -> Checked:
    """Accept a whole number from 0 on."""
    if text.isascii() and text.isdigit() and len(text) < 5:
        return Checked(str(int(text)))
    return Checked("", error="请填 0 以上的整数")
