"""An article of our own with twelve recommendations, and reviews of texts, for tests of the intake."""

from datetime import date

from sqlmodel import Session

from tracker.services.reviewing import keeping

ARTICLE = """关于加快园区焕新的若干建议

程望舒　市城市更新研究所

近年来，老旧园区的厂房、管网和配套普遍老化。去年全市已腾退低效用地1200亩。

三、对策建议
（一）摸清家底
1.建立园区体检台账，由市经信局在2026年底前完成首轮排查。
2.公布低效用地清单，每年更新一次。
（二）完善政策
1.出台厂房加层改造奖补办法，对容积率提高的企业给予奖励。
2.设立园区更新基金，规模不低于30亿元。
3.简化改造审批流程，推行一窗受理。
（三）强化服务
1.组建园区服务专员队伍，定期走访企业。
2.搭建供需对接平台，发布改造需求。
3.开展园区运营人才培训。
（四）落实责任
1.成立园区更新工作专班，实行月调度、季通报。
2.将更新成效纳入年度考核。
3.建立改造问题清单销号制度。
4.加强安全生产检查，消除改造期间的隐患。
"""


def begin_review(session: Session, text: str, today: date) -> keeping.OpenReview:
    """Begin the review of a pasted text; one of the same text goes on."""
    return keeping.start_review(session, keeping.read_pasted(session, text, today))
